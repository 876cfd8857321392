using CreditHub.Pipelines.Intake;
using CreditHub.Pipelines.Store.Feeds;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>
/// Removes what config keeps no longer: landed payloads, and the texts of refused rows whose case is closed. Records, versions, reasons and receipts stay. May be
/// repeated after a kill at any line, and by several workers: each removes the files of its own machine.
/// </summary>
public sealed class Retention
{
    private const int FilesAtOnce = 500;

    private readonly RetentionBooks _books;
    private readonly LandingZone _zone;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;

    internal Retention(NpgsqlDataSource database, LandingZone zone, HubOptions options, TimeProvider time)
    {
        _books = new RetentionBooks(database);
        _zone = zone;
        _options = options;
        _time = time;
    }

    /// <summary>One round. Errors: <see cref="NpgsqlException"/>, <see cref="IOException"/>; what is done stays done.</summary>
    public async Task<RetentionSummary> SweepAsync(CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        long payloads = 0;
        long bytes = 0;
        foreach (var files in _zone.WrittenBefore(now.AddDays(-1)).Chunk(FilesAtOnce))
        {
            var removed = await RemoveAsync(files, own: false, ct);
            payloads += removed.Count;
            bytes += removed.Sum();
        }

        return new RetentionSummary(payloads, bytes, await _books.ForgetAsync(now.AddDays(-_options.RefusedDays), ct));
    }

    /// <summary>
    /// What a run of this machine fetched in vain: the next run fetches it again, and a disk that is full is not filled once more by every try. Errors as above.
    /// </summary>
    internal async Task DropAsync(long runId, CancellationToken ct)
    {
        if (_zone.OfRun(runId).ToList() is { Count: > 0 } files)
        {
            await RemoveAsync(files, own: true, ct);
        }
    }

    /// <summary>Bytes of each file that went.</summary>
    private async Task<List<long>> RemoveAsync(IReadOnlyList<LandedName> files, bool own, CancellationToken ct)
    {
        var now = _time.GetUtcNow();
        var gone = await _books.RemoveAsync(files, now.AddDays(-_options.PayloadDays), now, own, ct);
        return [.. gone.Select(file => _zone.Remove(file.RunId, file.Ordinal))];
    }
}
