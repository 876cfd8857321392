using System.Text.RegularExpressions;
using CreditHub.Connectors;
using CreditHub.Pipelines;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Previews;
using CreditHub.Pipelines.Runs;
using CreditHub.Testing;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;
using CreditHub.Worker.Commands;
using CreditHub.Worker.Hosting;
using CreditHub.Worker.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>A hub in this process with the shipped catalog, connectors of the test and books of its own.</summary>
internal sealed class SupplierHub : IAsyncDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ch-supplier-").FullName;
    private ServiceProvider? _services;

    private SupplierHub(TestDatabase database)
    {
        Database = database;
        Admin.ShippedConfig.CopyTo(ConfigDirectory);
        Directory.CreateDirectory(Path.Combine(ConfigDirectory, "connectors"));
    }

    public TestDatabase Database { get; }

    public string Data => Path.Combine(_home, "data");

    public string ConfigDirectory => Path.Combine(_home, "config");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<SupplierHub> OpenAsync() => new(await TestDatabase.CreateAsync());

    public void WriteConnector(string name, string json) => File.WriteAllText(Path.Combine(ConfigDirectory, "connectors", name + ".json"), json);

    /// <summary>Shipped connectors, all or those named, switched on.</summary>
    public void AddShippedConnectors(params string[] names)
    {
        foreach (string folder in (string[])["connectors", "queries"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(Conventions.Repository.Root, "config", folder))
                .Where(f => !f.EndsWith(".md", StringComparison.Ordinal) && (names.Length == 0 || folder == "queries" || names.Contains(Path.GetFileNameWithoutExtension(f)))))
            {
                string to = Path.Combine(Directory.CreateDirectory(Path.Combine(ConfigDirectory, folder)).FullName, Path.GetFileName(file));
                File.WriteAllText(to, File.ReadAllText(file).Replace("\"enabled\": false", "\"enabled\": true", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>The connectors' suppliers, each with made-up records handed over, and everything read as config says.</summary>
    public async Task<IReadOnlyList<(FeedLayout Layout, FeedTruth Truth)>> ServeAsync(SupplierTown town, string key, Func<int, FeedPlan> plan)
    {
        await town.StartServersAsync(ConfigDirectory, Path.Combine(Data, "secrets"));
        var feeds = FeedLayout.Load(ConfigDirectory).Select((layout, i) => (Layout: layout, Truth: FeedGenerator.Make(layout, plan(i)))).ToList();
        await town.ServeAsync(feeds, ct: Stop);
        foreach (var (layout, truth) in feeds)
        {
            await town.HandOverAsync(layout, truth, Data, "20261120", Stop);
        }

        SetReferences(town.Environment, key);
        await LoadAsync();
        return feeds;
    }

    /// <summary>Puts references to files in the place of those to variables: the environment belongs to all tests of this process.</summary>
    public void SetReferences(IReadOnlyDictionary<string, string> values, string otherwise)
    {
        string secrets = Directory.CreateDirectory(Path.Combine(_home, "references")).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ConfigDirectory, "connectors")))
        {
            File.WriteAllText(file, Regex.Replace(File.ReadAllText(file), "\"env:([A-Z_]+)\"", reference =>
            {
                string name = reference.Groups[1].Value, secret = Path.Combine(secrets, name);
                File.WriteAllText(secret, values.GetValueOrDefault(name) ?? otherwise);
                File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                return $"\"file:{secret}\"";
            }));
        }
    }

    /// <summary>Reads the config as it is now, with kinds of the test's own; books are made at the first time.</summary>
    public async Task LoadAsync(params IKind<ISource>[] more)
    {
        var kinds = HubConfig.Kinds(Data, ConfigDirectory);
        var folder = ConfigFolder.Load(ConfigDirectory, "411000", kinds with { Sources = [.. kinds.Sources, .. more] });
        Assert.True(folder.Snapshot is not null, string.Join('\n', folder.Findings.Select(f => f.ToString())));
        await CloseAsync();
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System);
        services.AddSingleton(NpgsqlDataSource.Create(Database.ConnectionString));
        services.AddConnectors(Data, ConfigDirectory);
        Array.ForEach(more, kind => services.AddSingleton(kind));
        services.AddSingleton(folder.Snapshot);
        services.AddPipelines(new HubOptions { DataDirectory = Data, ConfigDirectory = ConfigDirectory });
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<HubDatabase>().PrepareAsync(Stop);
    }

    public Task<RunSummary> SyncAsync(string connector, RunKind kind = RunKind.Manual) =>
        _services!.GetRequiredService<ConnectorRuns>().RunAsync(new RunRequest(connector, kind, "test"), null, Stop);

    /// <summary>What <c>check --connect</c> says of a source that it reaches. Errors: as it would report them.</summary>
    public async Task<string> TryAsync(string connector) => (await ConnectionTrial.FirstRecordAsync(
        _services!.GetServices<IKind<ISource>>(), _services!.GetRequiredService<PreviewRun>(), _services!.GetRequiredService<CatalogSnapshot>().Connectors[connector], Stop)).Remark;

    /// <summary>The worker as a process of its own on the same config, data and books.</summary>
    public WorkerProcess StartWorker(params string[] words) => new(
        new Dictionary<string, string>
        {
            ["CREDITHUB_CONFIG"] = ConfigDirectory, ["CREDITHUB_DATA"] = Data, ["CREDITHUB_DATABASE"] = Database.ConnectionString, ["CREDITHUB__ADMIN__PORT"] = "0",
        },
        words);

    public Task<PreviewResult> PreviewAsync(string connector, int rows = 3) =>
        _services!.GetRequiredService<PreviewRun>().RunAsync(connector, rows, plain: true, Stop);

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        await Database.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private ValueTask CloseAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;
}
