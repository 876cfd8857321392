using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using Npgsql;

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
            if (today != done)
            {
                try
                {
                    await expiry.RunAsync(stoppingToken);
                    await effects.RunAsync(stoppingToken);
                    done = today;
                }
                catch (NpgsqlException failed)
                {
                    logger.ExpiryFailed((failed as PostgresException)?.SqlState ?? failed.GetType().Name);
                }
            }

            await Task.Delay(Pace, time, stoppingToken);
        }
    }
}
