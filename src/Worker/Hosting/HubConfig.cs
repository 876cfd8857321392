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
        var folder = ConfigFolder.Load(read.ConfigDirectory, sender, Kinds(read.DataDirectory, read.ConfigDirectory));
        return read.Settings is { } settings && folder.Snapshot is { } snapshot
            ? (new HubConfig(settings, snapshot), [])
            : (null, [.. read.Findings, .. folder.Findings]);
    }

    /// <summary>
    /// The catalog for showing: with connectors and platforms, or without them where their references are not set on this machine
    /// (<c>Whole</c> false). Errors: <see cref="ConfigRefusedException"/> when datasets or code sets have mistakes.
    /// </summary>
    public static (CatalogSnapshot Snapshot, bool Whole) LoadCatalog()
    {
        if (TryLoad().Config is { } config)
        {
            return (config.Snapshot, true);
        }

        var catalog = ConfigFolder.LoadCatalog(SettingsReader.Read().ConfigDirectory);
        return (catalog.Snapshot ?? throw new ConfigRefusedException(catalog.Findings), false);
    }

    /// <summary>The kinds that are built in, and how a cron is judged.</summary>
    public static ConfigKinds Kinds(string dataDirectory, string configDirectory = "config")
    {
        using var provider = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddConnectors(dataDirectory, configDirectory)
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
