using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Jobs;

/// <summary>Every few hours removes what config keeps no longer.</summary>
internal sealed class RetentionLoop(Retention retention, TimeProvider time, ILogger<RetentionLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(6);

    // A start has more urgent things to do.
    private static readonly TimeSpan FirstRound = TimeSpan.FromMinutes(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => LoopBoundary.RepeatAsync(
        "the removal of what is kept no longer", FirstRound, Pace, () => SweepAsync(stoppingToken), time, logger, stoppingToken);

    private async Task SweepAsync(CancellationToken ct)
    {
        var removed = await retention.SweepAsync(ct);
        if (removed.Payloads + removed.RefusedRows > 0)
        {
            logger.RetentionEnded(removed.Payloads, removed.Bytes, removed.RefusedRows);
        }
    }
}
