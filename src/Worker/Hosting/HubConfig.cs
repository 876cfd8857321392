using CreditHub.Connectors;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Worker.Settings;
using Quartz;

namespace CreditHub.Worker.Hosting;

/// <summary>All that a person wrote, read and checked at once.</summary>
internal sealed record HubConfig(WorkerSettings Settings, CatalogSnapshot Snapshot)
{
    /// <summary>Reads this process's settings and config folder. Errors: <see cref="ConfigRefusedException"/> with every finding.</summary>
    public static HubConfig Load()
    {
        var (config, findings) = TryLoad();
        return config ?? throw new ConfigRefusedException(findings);
    }

    /// <summary>The config, or every finding of settings and folder together.</summary>
    public static (HubConfig? Config, IReadOnlyList<ConfigFinding> Findings) TryLoad()
    {
        var read = SettingsReader.Read();
        // A folder can be checked without a sender; its absence is already a finding of the settings.
        string sender = read.Settings?.Sender ?? "000000";
        var folder = ConfigFolder.Load(read.ConfigDirectory, sender, Kinds(read.DataDirectory));
        return read.Settings is { } settings && folder.Snapshot is { } snapshot
            ? (new HubConfig(settings, snapshot), [])
            : (null, [.. read.Findings, .. folder.Findings]);
    }

    /// <summary>The kinds that are built in, and how a cron is judged.</summary>
    public static ConfigKinds Kinds(string dataDirectory)
    {
        using var provider = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddConnectors(dataDirectory)
            .BuildServiceProvider();
        return new ConfigKinds(
            [.. provider.GetServices<IKind<ISource>>()],
            [.. provider.GetServices<IKind<IPayloadDecoder>>()],
            [.. provider.GetServices<IKind<IPlatform>>()],
            CronProblem);
    }

    private static string? CronProblem(string cron)
    {
        try
        {
            CronExpression.Parse(cron);
            return null;
        }
        catch (FormatException misshapen)
        {
            return misshapen.Message;
        }
    }
}
