using CreditHub.Pipelines.Catalog;
using Quartz;

namespace CreditHub.Worker.Jobs;

/// <summary>
/// Makes the stored schedule equal to config: adds and changes what differs, removes connectors and platforms that are gone or disabled. A trigger
/// that did not change is left alone, so that a slot missed while nothing ran is made up for: once, at once.
/// </summary>
internal sealed class ScheduleReconciler(ISchedulerFactory factory, CatalogSnapshot snapshot, ILogger<ScheduleReconciler> logger) : IHostedService
{
    private const string Group = "connectors";
    private const string PlatformGroup = "platforms";
    private const string PlatformZone = "Asia/Shanghai";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await factory.GetScheduler(cancellationToken);
        var wanted = snapshot.Connectors.Values.Where(c => c is { Enabled: true, Cron: not null }).ToDictionary(c => c.Name, StringComparer.Ordinal);
        var platforms = snapshot.Platforms.Values.Where(p => p.Enabled).ToDictionary(p => p.Name, StringComparer.Ordinal);
        int removed = await RemoveAsync(scheduler, Group, wanted.ContainsKey, cancellationToken)
            + await RemoveAsync(scheduler, PlatformGroup, platforms.ContainsKey, cancellationToken);
        foreach (var connector in wanted.Values)
        {
            await ScheduleAsync<RunConnectorJob>(scheduler, Group, connector.Name, RunConnectorJob.Connector, connector.Cron!, connector.TimeZone, cancellationToken);
        }

        foreach (var platform in platforms.Values)
        {
            await ScheduleAsync<ReconcilePlatformJob>(
                scheduler, PlatformGroup, platform.Name, ReconcilePlatformJob.Platform, platform.ReconcileCron, PlatformZone, cancellationToken);
        }

        logger.ScheduleReconciled(wanted.Count, removed);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static async Task<int> RemoveAsync(IScheduler scheduler, string group, Func<string, bool> isWanted, CancellationToken ct)
    {
        int removed = 0;
        var page = await scheduler.QueryJobs(new JobQuery { Group = GroupMatcher<JobKey>.GroupEquals(group) }, ct);
        foreach (var key in page.Items.Select(job => job.Key).Where(key => !isWanted(key.Name)).ToList())
        {
            await scheduler.DeleteJob(key, ct);
            removed++;
        }

        return removed;
    }

    private static async Task ScheduleAsync<TJob>(
        IScheduler scheduler, string group, string name, string word, string cron, string timeZone, CancellationToken ct)
        where TJob : IJob
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var key = new TriggerKey(name, group);
        if (await scheduler.GetTrigger(key, ct) is ICronTrigger stored && stored.CronExpressionString == cron && stored.TimeZone.Id == zone.Id)
        {
            return;
        }

        var job = JobBuilder.Create<TJob>().WithIdentity(name, group).UsingJobData(word, name).Build();
        var trigger = TriggerBuilder.Create(TimeProvider.System)
            .WithIdentity(key)
            .ForJob(job)
            .WithSchedule(CronScheduleBuilder.Create(cron).InTimeZone(zone).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, ct);
    }
}
