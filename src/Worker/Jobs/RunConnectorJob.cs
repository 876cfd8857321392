using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Subjects;
using Quartz;

namespace CreditHub.Worker.Jobs;

/// <summary>The schedule fired. The run itself decides from its books what is due, and its lease keeps it alone: this is only a trigger.</summary>
[DisallowConcurrentExecution]
internal sealed class RunConnectorJob(ConnectorRuns runs, SubjectStep subjects, EffectStep effects) : IJob
{
    /// <summary>Key of the connector's name in the job's map.</summary>
    public const string Connector = "connector";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        string connector = context.MergedJobDataMap.GetString(Connector)!;
        await runs.RunAsync(new RunRequest(connector, RunKind.Scheduled, "schedule"), null, cancellationToken);
        await subjects.RunAsync(cancellationToken);
        await effects.RunAsync(cancellationToken);
    }
}
