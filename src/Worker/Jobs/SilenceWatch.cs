using CreditHub.Pipelines.Reports.Feeds;

namespace CreditHub.Worker.Jobs;

/// <summary>Says in the log, once for each silence, which slot was missed and which feed has gone stale. Empty answers and zero reports are no alarm: they stand in <c>status</c>.</summary>
internal sealed class SilenceWatch(FeedReport report, FeedWarnings warnings, TimeProvider time, ILogger<SilenceWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    // What was missed while nothing ran is made up for at once: only what is still missing then is worth a word.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(2);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        LoopBoundary.RepeatAsync("the watch over silence", FirstLook, Pace, () => LookAsync(stoppingToken), time, logger, stoppingToken);

    internal async Task LookAsync(CancellationToken ct)
    {
        foreach (var feed in await warnings.RecordAsync(await report.ReadAsync(NextRun.Of, ct), ct))
        {
            if (feed.MissedSlot is { } slot)
            {
                logger.SlotMissed(feed.Connector, slot);
            }

            if (feed.State == "stale")
            {
                logger.FeedStale(feed.Connector, feed.NothingNewSince, feed.DueOn);
            }
        }
    }
}
