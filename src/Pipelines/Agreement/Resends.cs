using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// Sends once more what is settled: the newest version of each record that a platform was owed, with its version number unchanged, so that a platform which
/// holds it says DUPLICATE and one that lost it takes it. Nothing is sent that waits already, was withheld, or has no settled version.
/// </summary>
public sealed class Resends(NpgsqlDataSource database)
{
    /// <summary>What <see cref="SendAsync"/> would do now, by dataset and state; nothing is written.</summary>
    public async Task<IReadOnlyList<ResendCount>> PreviewAsync(ResendSelection selection, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ResendSql.CountAsync(connection, selection, ct);
    }

    /// <summary>
    /// Puts the records back into the queue and keeps how they had ended (<c>evidence.resend</c>), in one transaction. Returns how many. Repeated at once it
    /// returns 0: they wait already. With <paramref name="confirmed"/> it does so only when exactly so many match; else nothing is done and -1 returned.
    /// </summary>
    public async Task<long> SendAsync(ResendSelection selection, string author, string reason, CancellationToken ct, long? confirmed = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        long records = await ResendSql.SendAsync(connection, transaction, selection, author, reason, ct);
        if (records != (confirmed ?? records))
        {
            return -1; // rolled back
        }

        await transaction.CommitAsync(ct);
        return records;
    }
}
