using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;

namespace CreditHub.Worker.Jobs;

/// <summary>At start, and on every new day (Beijing), ends publication where its term is over. A day that failed is tried again within the hour.</summary>
internal sealed class ExpireLoop(ExpiryStep expiry, EffectStep effects, TimeProvider time, ILogger<ExpireLoop> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        DateOnly? done = null;
        while (true)
        {
            var today = Beijing.DayOf(time.GetUtcNow());
            if (today != done && await LoopBoundary.TryAsync("the end of publication terms", () => EndAsync(stoppingToken), logger, stoppingToken))
            {
                done = today;
            }

            await Task.Delay(Pace, time, stoppingToken);
        }
    }

    private async Task EndAsync(CancellationToken ct)
    {
        await expiry.RunAsync(ct);
        await effects.RunAsync(ct);
    }
}
