using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// Sends once more what is settled: the newest version of each record that a platform was owed, with its version number unchanged, so that a platform which
/// holds it says DUPLICATE and one that lost it takes it. Nothing is sent that waits already or has no settled version; what was withheld only where it is
/// asked for (state <c>excluded</c>) and the configuration in use allows it now.
/// </summary>
public sealed class Resends(NpgsqlDataSource database, CatalogSnapshot snapshot)
{
    private const int Part = 5_000;

    /// <summary>What <see cref="SendAsync"/> would do now, by dataset and state; nothing is written.</summary>
    public async Task<IReadOnlyList<ResendCount>> PreviewAsync(ResendSelection selection, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await ResendSql.CountAsync(connection, selection, await AllowedAsync(connection, selection, ct), ct);
    }

    /// <summary>
    /// Puts the records back into the queue and keeps how they had ended (<c>evidence.resend</c>), in one transaction. Returns how many. Repeated at once it
    /// returns 0: they wait already. With <paramref name="confirmed"/> it does so only when exactly so many match; else nothing is done and -1 returned.
    /// </summary>
    public async Task<long> SendAsync(ResendSelection selection, string author, string reason, CancellationToken ct, long? confirmed = null)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        long records = await ResendSql.SendAsync(connection, transaction, selection, await AllowedAsync(connection, selection, ct), author, reason, ct);
        if (records != (confirmed ?? records))
        {
            return -1; // rolled back
        }

        await transaction.CommitAsync(ct);
        return records;
    }

    /// <summary>Numbers of the versions that were kept from the platform and that it may have now.</summary>
    private async Task<long[]> AllowedAsync(NpgsqlConnection connection, ResendSelection selection, CancellationToken ct)
    {
        var registry = new Registry(database);
        if (selection.State != "excluded" || !(await registry.PlatformNosAsync(ct)).TryGetValue(selection.Platform, out short platform))
        {
            return [];
        }

        var book = await BoundaryBook.ReadAsync(snapshot, registry, ct);
        var allowed = new List<long>();
        foreach (long[] part in (await ResendSql.KeptBackAsync(connection, selection, ct)).Chunk(Part))
        {
            allowed.AddRange((await new StandingBooks(connection).ShownAsync(part, ct)).Where(record => book.IsOwed(platform, record)).Select(record => record.VersionNo));
        }

        return [.. allowed];
    }
}
