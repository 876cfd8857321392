using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Subjects;

namespace CreditHub.Worker.Jobs;

/// <summary>Finishes at start what an earlier process left.</summary>
internal sealed class Resumption(ConnectorRuns runs, SubjectStep subjects, EffectStep effects, ILogger<Resumption> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await LoopBoundary.TryAsync("continuing what was interrupted", () => runs.ResumeAsync(stoppingToken), logger, stoppingToken);
        await LoopBoundary.TryAsync("finding subjects", () => subjects.RunAsync(stoppingToken), logger, stoppingToken);
        await LoopBoundary.TryAsync("acts that wait", () => effects.RunAsync(stoppingToken), logger, stoppingToken);
    }
}
