using CreditHub.Pipelines.Reports.Withdrawals;

namespace CreditHub.Worker.Jobs;

/// <summary>Says in the log which withdrawals no platform has confirmed in time: when it changes, not every five minutes.</summary>
internal sealed class WithdrawalWatch(WithdrawalReport report, TimeProvider time, ILogger<WithdrawalWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    private WithdrawalStatus _told = new(0, 0, 0, 0, 0);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        LoopBoundary.RepeatAsync("the watch over withdrawals", TimeSpan.Zero, Pace, () => LookAsync(stoppingToken), time, logger, stoppingToken);

    private async Task LookAsync(CancellationToken ct)
    {
        var found = await report.StatusAsync(ct);
        Tell(found, _told);
        _told = found;
    }

    private void Tell(WithdrawalStatus found, WithdrawalStatus told)
    {
        if (found.Breach > 0 && found.Breach != told.Breach)
        {
            logger.WithdrawalsOverdue(found.Breach);
        }

        if ((found.Alarm, found.Refused) != (told.Alarm, told.Refused) && found.Alarm + found.Refused > 0)
        {
            logger.WithdrawalsLate(found.Alarm, found.Refused);
        }

        if (found.Unclear > told.Unclear)
        {
            logger.ActsUnclear(found.Unclear);
        }
    }
}
