using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Jobs;

/// <summary>Looks at each platform's feedback every few minutes. Several workers may look: each finding is taken once.</summary>
internal sealed class FeedbackLoops(FeedbackIntake intake, CatalogSnapshot snapshot, TimeProvider time, ILogger<FeedbackLoops> logger) : BackgroundService
{
    // Soon after a start, so that one who is started often hears of repairs too; not at once, so that starting costs the platform nothing.
    private static readonly TimeSpan FirstLook = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(snapshot.Platforms.Values.Where(p => p.Enabled).Select(p => ReadAsync(p, stoppingToken)));

    private async Task ReadAsync(PlatformDefinition platform, CancellationToken ct)
    {
        string told = "";
        var pace = TimeSpan.FromMinutes(platform.FeedbackMinutes);
        await Task.Delay(pace < FirstLook ? pace : FirstLook, time, ct);
        while (true)
        {
            string fault = "";
            await LoopBoundary.TryAsync("feedback of " + platform.Name, async () => fault = (await intake.RunAsync(platform.Name, ct)).Message, logger, ct);
            if (fault != told && fault.Length > 0)
            {
                logger.FeedbackUnread(platform.Name, fault);
            }

            told = fault;
            await Task.Delay(pace, time, ct);
        }
    }
}
