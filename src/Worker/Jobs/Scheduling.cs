using System.Data.Common;
using CreditHub.Worker.Settings;
using Npgsql;
using Quartz;

namespace CreditHub.Worker.Jobs;

/// <summary>Quartz on the hub's own database.</summary>
internal static class Scheduling
{
    public static IServiceCollection AddScheduling(this IServiceCollection services, WorkerSettings settings)
    {
        services.AddSingleton<DbDataSource>(provider => provider.GetRequiredService<NpgsqlDataSource>());
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(options =>
            {
                options.InstanceName = "credithub";
                options.GenerateInstanceId = true;
                // taking several triggers at once fires them early
                options.MaxBatchSize = 1;
                options.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UseDefaultThreadPool(settings.ParallelRuns);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(options => options.UseRegisteredDataSource = true);
                store.ConfigureStore(options => options.TablePrefix = "quartz.qrtz_");
                store.UseClustering(_ => { });
                store.ProvisionSchema();
            });
        });
        // Before Quartz' own start: it must find the schedule as config says.
        services.AddHostedService<ScheduleReconciler>();
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services;
    }
}
