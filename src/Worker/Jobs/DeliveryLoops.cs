using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Jobs;

/// <summary>
/// One endless delivery a platform. The relay returns when another worker delivers or a person must act: then it is asked again,
/// soon at first, later less often.
/// </summary>
internal sealed class DeliveryLoops(DeliveryRelay relay, CatalogSnapshot snapshot, TimeProvider time, ILogger<DeliveryLoops> logger) : BackgroundService
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(snapshot.Platforms.Values.Where(p => p.Enabled).Select(p => DeliverAsync(p.Name, stoppingToken)).Append(BeatAsync(stoppingToken)));

    private async Task BeatAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await LoopBoundary.TryAsync("the sign of life of senders", () => relay.BeatAsync(ct), logger, ct);
            await Task.Delay(Beat, time, ct);
        }
    }

    private async Task DeliverAsync(string platform, CancellationToken ct)
    {
        var wait = Shortest;
        string told = "";
        while (!ct.IsCancellationRequested)
        {
            long began = time.GetTimestamp();
            RelaySummary? summary = null;
            await LoopBoundary.TryAsync("delivery to " + platform, async () => summary = await relay.RunAsync(platform, untilEmpty: false, null, ct), logger, ct);
            // A lease held elsewhere is asked for often, so that a dead worker is followed at once.
            bool held = summary is { Pending: < 0 } or { DeliveredBy: not null };
            wait = held || time.GetElapsedTime(began) > Longest ? Shortest : TimeSpan.FromSeconds(Math.Min(wait.TotalSeconds * 2, Longest.TotalSeconds));
            string reason = summary?.PausedReason ?? "";
            if (reason != told)
            {
                logger.DeliveryWaits(platform, wait.TotalSeconds, reason);
                told = reason;
            }

            await Task.Delay(wait, time, ct);
        }
    }
}
