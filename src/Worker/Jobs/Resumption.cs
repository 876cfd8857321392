using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Subjects;
using Npgsql;

namespace CreditHub.Worker.Jobs;

/// <summary>Finishes at start what an earlier process left.</summary>
internal sealed class Resumption(ConnectorRuns runs, SubjectStep subjects, EffectStep effects, ILogger<Resumption> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await runs.ResumeAsync(stoppingToken);
        }
        catch (Exception failed) when (failed is NpgsqlException or ConnectorException or IOException)
        {
            logger.ResumeFailed(failed.GetType().Name);
        }

        await subjects.RunAsync(stoppingToken);
        await effects.RunAsync(stoppingToken);
    }
}
