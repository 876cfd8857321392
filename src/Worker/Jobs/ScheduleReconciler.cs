using CreditHub.Pipelines.Catalog;
using Quartz;

namespace CreditHub.Worker.Jobs;

/// <summary>
/// Makes the stored schedule equal to config: adds and changes what differs, removes connectors that are gone or disabled. A trigger
/// that did not change is left alone, so that a slot missed while nothing ran is made up for: once, at once.
/// </summary>
internal sealed class ScheduleReconciler(ISchedulerFactory factory, CatalogSnapshot snapshot, ILogger<ScheduleReconciler> logger) : IHostedService
{
    private const string Group = "connectors";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        var wanted = snapshot.Connectors.Values.Where(c => c is { Enabled: true, Cron: not null }).ToDictionary(c => c.Name, StringComparer.Ordinal);
        int removed = 0;
        await foreach (var key in StoredAsync(scheduler, cancellationToken))
        {
            if (!wanted.ContainsKey(key.Name))
            {
                await scheduler.DeleteJob(key, cancellationToken);
                removed++;
            }
        }

        foreach (var connector in wanted.Values)
        {
            await ScheduleAsync(scheduler, connector, cancellationToken);
        }

        logger.ScheduleReconciled(wanted.Count, removed);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async IAsyncEnumerable<JobKey> StoredAsync(IScheduler scheduler, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var page = await scheduler.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(Group) }, ct);
        foreach (var job in page.Items)
        {
            yield return job.Key;
        }
    }

    private static async Task ScheduleAsync(IScheduler scheduler, ConnectorDefinition connector, CancellationToken ct)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(connector.TimeZone);
        var key = new TriggerKey(connector.Name, Group);
        if (await scheduler.GetTrigger(key, ct) is ICronTrigger stored && stored.CronExpressionString == connector.Cron && stored.TimeZone.Id == zone.Id)
        {
            return;
        }

        var job = JobBuilder.Create<RunConnectorJob>()
            .WithIdentity(connector.Name, Group)
            .UsingJobData(RunConnectorJob.Connector, connector.Name)
            .Build();
        var trigger = TriggerBuilder.Create(TimeProvider.System)
            .WithIdentity(key)
            .ForJob(job)
            .WithSchedule(CronScheduleBuilder.Create(connector.Cron!).InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, ct);
    }
}
