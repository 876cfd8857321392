using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>The runs whose subjects are still to be found.</summary>
internal sealed class SubjectBooks(NpgsqlDataSource database)
{
    /// <summary>Ended runs in their order, at most 1,000.</summary>
    public async Task<IReadOnlyList<long>> RunsToDoAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<long>(new CommandDefinition(
            "select run_id from hub.run where subjects_at is null and step = 'ended' order by run_id limit 1000", cancellationToken: ct))).AsList();
    }

    /// <summary>Takes a run; null when it is done or another worker has it. Disposed without <see cref="SubjectWork.CommitAsync"/> nothing happened.</summary>
    public async Task<SubjectWork?> TakeAsync(long runId, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        NpgsqlTransaction? transaction = null;
        try
        {
            transaction = await connection.BeginTransactionAsync(ct);
            long? taken = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(
                "select run_id from hub.run where run_id = @runId and subjects_at is null and step = 'ended' for no key update skip locked",
                new { runId }, transaction, cancellationToken: ct));
            if (taken is not null)
            {
                return new SubjectWork(database, connection, transaction, runId);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await transaction.DisposeAsync();
        await connection.DisposeAsync();
        return null;
    }
}
