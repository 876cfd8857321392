using CreditHub.Pipelines.Reports;

namespace CreditHub.Worker.Jobs;

/// <summary>Says in the log what waits in the queue and is about to miss, or has missed, its legal deadline: when it changes, not every hour.</summary>
internal sealed class DeadlineWatch(StatusReport status, DeadlineReport report, TimeProvider time, ILogger<DeadlineWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromHours(1);

    private (long AtRisk, long Overdue) _told;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (int year in report.UnknownYears)
        {
            logger.CalendarMissing(year);
        }

        return LoopBoundary.RepeatAsync("the watch over deadlines", TimeSpan.Zero, Pace, () => LookAsync(stoppingToken), time, logger, stoppingToken);
    }

    private async Task LookAsync(CancellationToken ct)
    {
        var platforms = (await status.ReadAsync(ct)).Platforms;
        var found = (AtRisk: platforms.Sum(p => p.DueSoon), Overdue: platforms.Sum(p => p.Overdue));
        if (found != _told && found != default)
        {
            logger.DeadlinesInDanger(found.AtRisk, found.Overdue);
        }

        _told = found;
    }
}
