using CreditHub.Pipelines.Model;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Compares a snapshot with what the books hold of its connector, within the caller's open transaction.</summary>
internal sealed class AbsenceBooks(NpgsqlConnection connection)
{
    /// <summary>Takes what the snapshot brings; returns how many. A record may come several times.</summary>
    public async Task<long> FillAsync(IEnumerable<RecordId> ids, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(AbsenceSql.Present, cancellationToken: ct));
        long count = 0;
        await using (var copy = await CopyBuffer.BeginAsync(connection, "present", "record_id", ct))
        {
            foreach (var id in ids)
            {
                await copy.RowAsync(ct);
                copy.Hex(id.Bytes);
                count++;
            }

            await copy.CompleteAsync(ct);
        }

        await connection.ExecuteAsync(new CommandDefinition("analyze present", cancellationToken: ct));
        return count;
    }

    /// <summary>How many published records have their newest content from this connector, and at most <paramref name="most"/> of those that the snapshot lacks.</summary>
    public async Task<(long Held, List<long> Gone)> GoneAsync(string connector, int most, CancellationToken ct)
    {
        long held = await connection.ExecuteScalarAsync<long>(new CommandDefinition(AbsenceSql.Count, new { connector }, commandTimeout: 0, cancellationToken: ct));
        return (held, (await connection.QueryAsync<long>(new CommandDefinition(
            AbsenceSql.Records, new { connector, most }, commandTimeout: 0, cancellationToken: ct))).AsList());
    }
}
