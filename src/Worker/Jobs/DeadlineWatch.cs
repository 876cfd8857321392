using CreditHub.Pipelines.Reports;
using Npgsql;

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
            try
            {
                var platforms = (await status.ReadAsync(stoppingToken)).Platforms;
                var found = (platforms.Sum(p => p.DueSoon), platforms.Sum(p => p.Overdue));
                if (found != told && found != (0L, 0L))
                {
                    logger.DeadlinesInDanger(found.Item1, found.Item2);
                }

                told = found;
            }
            catch (NpgsqlException)
            {
                // The database is away: others say so, and the books are read again in an hour.
            }

            await Task.Delay(Pace, time, stoppingToken);
        }
    }
}
