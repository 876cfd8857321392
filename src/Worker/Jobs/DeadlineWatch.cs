using CreditHub.Pipelines.Reports;

namespace CreditHub.Worker.Jobs;

/// <summary>Says in the log what waits in the queue and is about to miss, or has missed, its legal deadline: when it changes, not every hour.</summary>
internal sealed class DeadlineWatch(StatusReport status, DeadlineReport report, TimeProvider time, ILogger<DeadlineWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = (0L, 0L);
        foreach (int year in report.UnknownYears)
        {
            logger.CalendarMissing(year);
        }

        while (true)
        {
            await LoopBoundary.TryAsync("the watch over deadlines", async () => told = await LookAsync(told, stoppingToken), logger, stoppingToken);
            await Task.Delay(Pace, time, stoppingToken);
        }
    }

    private async Task<(long AtRisk, long Overdue)> LookAsync((long, long) told, CancellationToken ct)
    {
        var platforms = (await status.ReadAsync(ct)).Platforms;
        var found = (platforms.Sum(p => p.DueSoon), platforms.Sum(p => p.Overdue));
        if (found != told && found != (0L, 0L))
        {
            logger.DeadlinesInDanger(found.Item1, found.Item2);
        }

        return found;
    }
}
