using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Model;
using Npgsql;
using Quartz;

namespace CreditHub.Worker.Jobs;

/// <summary>The day's comparison of one platform. Its lease keeps it alone and its books let it go on where a killed one stopped: this is only a trigger.</summary>
[DisallowConcurrentExecution]
internal sealed class ReconcilePlatformJob(Reconciliation reconciliation, ILogger<ReconcilePlatformJob> logger) : IJob
{
    /// <summary>Key of the platform's name in the job's map.</summary>
    public const string Platform = "platform";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        string platform = context.MergedJobDataMap.GetString(Platform)!;
        try
        {
            var summary = await reconciliation.RunAsync(platform, "schedule", cancellationToken);
            if (!summary.Succeeded)
            {
                logger.ReconciliationIncomplete(platform, summary.Message);
            }
        }
        catch (NpgsqlException away)
        {
            logger.ReconciliationIncomplete(platform, away.SqlState ?? away.GetType().Name);
        }
        catch (ConnectorException refused)
        {
            logger.ReconciliationIncomplete(platform, refused.OperatorMessage);
        }
    }
}
