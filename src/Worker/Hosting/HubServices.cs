using CreditHub.Connectors;
using CreditHub.Pipelines;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Reports.Feeds;
using CreditHub.Pipelines.Reports.Withdrawals;
using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Hosting;

/// <summary>Where the rooms meet: everything a command or the service needs.</summary>
internal static class HubServices
{
    public static IServiceCollection AddHub(this IServiceCollection services, HubConfig config, HubConnection connection)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(config.Settings);
        services.AddSingleton(config.Snapshot);
        // Registered as an instance: whoever opened the connection closes it, after everything that uses it.
        services.AddSingleton(connection.DataSource);
        services.AddConnectors(config.Settings.DataDirectory, config.Settings.ConfigDirectory);
        services.AddPipelines(new HubOptions
        {
            DataDirectory = config.Settings.DataDirectory,
            ConfigDirectory = config.Settings.ConfigDirectory,
            PayloadDays = config.Settings.RetainPayloadDays,
            RefusedDays = config.Settings.RetainRefusedDays,
        });
        services.AddSingleton<AdminKeys>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<StatusReport>();
        services.AddSingleton<DeadlineReport>();
        services.AddSingleton<FeedReport>();
        services.AddSingleton<FeedWarnings>();
        services.AddSingleton<TraceReport>();
        services.AddSingleton<WithdrawalReport>();
        services.AddSingleton<RejectionReport>();
        services.AddSingleton<SubjectReport>();
        return services;
    }
}
