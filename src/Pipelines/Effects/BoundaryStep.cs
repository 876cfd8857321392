using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Effects;
using CreditHub.Pipelines.Store.Queue;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>
/// Before a platform is sent anything, its books are brought in line with what the configuration in use lets it have: records it may not have any more end
/// in its queue or are withdrawn there, records it was sent more of are published again. By the holder of the platform's lease alone, so that two workers
/// with different files do not work against each other; a part at a time, each one transaction, so that it can be killed at any line.
/// </summary>
internal sealed class BoundaryStep(NpgsqlDataSource database, CatalogSnapshot snapshot, TimeProvider time, ILogger logger)
{
    /// <summary>The name under which its runs stand in the books.</summary>
    public const string Connector = "disclosure";

    private const int Part = 5_000;

    private readonly Registry _registry = new(database);

    private DateOnly Today => Beijing.DayOf(time.GetUtcNow());

    /// <summary>Notes what new platforms and datasets may see.</summary>
    public async Task RegisterAsync(CancellationToken ct)
    {
        var book = await BoundaryBook.ReadAsync(snapshot, _registry, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await new BoundaryBooks(connection).AddMissingAsync(book.Rows, ct);
    }

    /// <summary>
    /// Compares, and where it has become stricter goes over all records. Where that would take back more than the platform's limits allow, nothing is taken back
    /// until a person agrees.
    /// </summary>
    public async Task AlignAsync(PlatformDefinition platform, short platformNo, Lease lease, CancellationToken ct)
    {
        var book = await BoundaryBook.ReadAsync(snapshot, _registry, ct);
        var effects = await EffectBook.ReadAsync(snapshot, _registry, ct);
        var changed = await CompareAsync(book, platformNo, lease, ct);
        if (changed.Count > 0)
        {
            await BeginAsync(book, platform, changed, await CountAsync(book, effects, platformNo, changed, ct), lease, ct);
        }

        var open = (await RowsAsync(platformNo, ct)).FindAll(r => r is { DoneTo: not null, HeldFor: null } && book.Has(r));
        var done = RetractionCount.None;
        for (long? after = open.Count == 0 ? null : open.Min(r => r.DoneTo); after is not null;)
        {
            (var count, after) = await PartAsync(book, effects, platform, platformNo, open, after.Value, lease, ct);
            done += count;
        }

        if (done.All > 0)
        {
            logger.BoundaryBecameStricter(platform.Name, done.Withdrawn, done.Replaced, done.Excluded);
        }
    }

    /// <summary>Whether a person has agreed to what waits at the platform, or a run was the first to meet a stricter configuration: time to align once more.</summary>
    public async Task<bool> IsDueAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await new BoundaryBooks(connection).IsDueAsync(platformNo, ct);
    }

    /// <summary>Records that wait for the platform and that it may not have.</summary>
    public async Task TakeBackAsync(PlatformDefinition platform, IReadOnlyList<Redecided> decided, Lease lease, CancellationToken ct)
    {
        var effects = await EffectBook.ReadAsync(snapshot, _registry, ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var count = await new Retraction(effects, connection, Today).RunAsync(decided, Note(platform), record => OpenAsync(connection, platform, decided, record, ct), ct);
        await transaction.CommitAsync(ct);
        logger.BoundaryBecameStricter(platform.Name, count.Withdrawn, count.Replaced, count.Excluded);
    }

    /// <summary>What <see cref="AlignAsync"/> would do under this configuration at each platform where it would do anything; writes nothing.</summary>
    public async Task<IReadOnlyDictionary<string, RetractionCount>> PreviewAsync(CancellationToken ct)
    {
        var book = await BoundaryBook.ReadAsync(snapshot, _registry, ct);
        var effects = await EffectBook.ReadAsync(snapshot, _registry, ct);
        var numbers = await _registry.PlatformNosAsync(ct);
        var counts = new SortedDictionary<string, RetractionCount>(StringComparer.Ordinal);
        await using var connection = await database.OpenConnectionAsync(ct);
        foreach (var platform in snapshot.Platforms.Values.Where(p => p.Enabled && numbers.ContainsKey(p.Name)))
        {
            short number = numbers[platform.Name];
            var open = (await new BoundaryBooks(connection).ReadAsync(number, ct)).ConvertAll(r => book.Changed(r) ?? r).FindAll(r => r.DoneTo is not null && book.Has(r));
            var count = RetractionCount.None;
            for (long? after = open.Count == 0 ? null : 0; after is not null;)
            {
                (var records, after) = await new StandingBooks(connection).ShownAfterAsync(after.Value, Part, [.. open.Select(r => r.DatasetNo)], ct);
                count += await new Retraction(effects, connection, Today).PreviewAsync(book.Decide(number, records, open), ct);
            }

            if (count.All > 0)
            {
                counts.Add(platform.Name, count);
            }
        }

        return counts;
    }

    /// <summary>
    /// Notes what has become looser. What has become stricter is held, so that nothing is taken back meanwhile, and returned as it is to be: but for what waits
    /// for a person already.
    /// </summary>
    private async Task<List<BoundaryRow>> CompareAsync(BoundaryBook book, short platformNo, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var books = new BoundaryBooks(connection);
        await books.AddMissingAsync(book.Rows.FindAll(r => r.PlatformNo == platformNo), ct);
        var stricter = new List<BoundaryRow>();
        foreach (var row in await books.ReadAsync(platformNo, ct))
        {
            var changed = book.Changed(row);
            if (changed is { Passes: true })
            {
                if (row.HeldFor == changed.Aim && row.IsCounted && row.ConfirmedFor != changed.Aim)
                {
                    continue;
                }

                await books.HoldAsync(row, changed.Aim, ct);
                stricter.Add(changed);
            }
            else if (changed is not null || (row.HeldFor is not null && !book.Has(row)))
            {
                await books.WriteAsync(changed ?? row, ct);
            }
        }

        await transaction.CommitAsync(ct);
        return stricter;
    }

    /// <summary>How much it would be, in the order of the rows, and how much is out there; what a person agreed to is not counted again.</summary>
    private async Task<List<(RetractionCount Count, long Held)>> CountAsync(BoundaryBook book, EffectBook effects, short platformNo, List<BoundaryRow> changed, CancellationToken ct)
    {
        var asked = changed.FindAll(r => r.ConfirmedFor != r.Aim);
        var counts = changed.ToDictionary(r => r.DatasetNo, _ => RetractionCount.None);
        await using var connection = await database.OpenConnectionAsync(ct);
        for (long? after = asked.Count == 0 ? null : 0; after is not null;)
        {
            (var records, after) = await new StandingBooks(connection).ShownAfterAsync(after.Value, Part, [.. asked.Select(r => r.DatasetNo)], ct);
            var datasets = records.ToDictionary(r => r.RecordNo, r => r.DatasetNo);
            foreach (var decided in book.Decide(platformNo, records, asked).GroupBy(d => datasets[d.RecordNo]))
            {
                counts[decided.Key] += await new Retraction(effects, connection, Today).PreviewAsync([.. decided], ct);
            }
        }

        var held = new List<(RetractionCount, long)>();
        foreach (var row in changed)
        {
            held.Add((counts[row.DatasetNo], await new BoundaryBooks(connection).HeldThereAsync(platformNo, row.DatasetNo, ct)));
        }

        return held;
    }

    /// <summary>One pass begins for all that is not too much; the rest waits with its numbers.</summary>
    private async Task BeginAsync(BoundaryBook book, PlatformDefinition platform, List<BoundaryRow> changed, List<(RetractionCount Count, long Held)> counts, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var books = new BoundaryBooks(connection);
        foreach (var (row, (count, held)) in changed.Zip(counts))
        {
            int gone = count.Withdrawn + count.Replaced;
            if (WithdrawGuard.Exceeds(gone, held, platform.WithdrawCount, platform.WithdrawShare))
            {
                await books.NoteAsync(row, count.Withdrawn, count.Replaced, held, ct);
                logger.RetractionWaits(platform.Name, book.CodeOf(row), gone, held);
            }
            else
            {
                await books.WriteAsync(row, ct);
                await books.AdvanceAsync(row.PlatformNo, 0, ct);
            }
        }

        await transaction.CommitAsync(ct);
    }

    private async Task<List<BoundaryRow>> RowsAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await new BoundaryBooks(connection).ReadAsync(platformNo, ct);
    }

    private async Task<(RetractionCount Count, long? Furthest)> PartAsync(
        BoundaryBook book, EffectBook effects, PlatformDefinition platform, short platformNo, List<BoundaryRow> open, long after, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var (records, furthest) = await new StandingBooks(connection).ShownAfterAsync(after, Part, [.. open.Select(r => r.DatasetNo)], ct);
        var decided = book.Decide(platformNo, records, open);
        var count = await new Retraction(effects, connection, Today).RunAsync(decided, Note(platform), record => OpenAsync(connection, platform, decided, record, ct), ct);
        await new BoundaryBooks(connection).AdvanceAsync(platformNo, furthest, ct);
        await transaction.CommitAsync(ct);
        return (count, furthest);
    }

    private static string Note(PlatformDefinition platform) => $"平台 {platform.Name} 的可见范围收紧";

    private Task<ActOrigin> OpenAsync(NpgsqlConnection connection, PlatformDefinition platform, IReadOnlyList<Redecided> decided, long recordNo, CancellationToken ct) =>
        new RunOpening(connection, snapshot.Digest, time).OpenAsync(
            Connector, "hub", platform.Name, new { at = time.GetUtcNow(), records = decided.Select(d => d.RecordNo) }, recordNo, ct);
}
