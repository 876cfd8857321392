using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Runs;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Truth;
using CreditHub.Worker.Hosting;
using CreditHub.Worker.Settings;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>A hub of its own: data directory, config of one connector and one strict platform, empty database, real worker processes.</summary>
internal sealed class CrashPlace : IAsyncDisposable
{
    public const string Connector = "penalties";
    public const string PlatformName = "province";
    public const string SecondName = "nation";

    private const UnixFileMode OwnerWritesAllEnter = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly string _root = Path.Combine(Path.GetTempPath(), $"ch-{Guid.NewGuid():N}"[..12]);
    private readonly List<WorkerProcess> _workers = [];

    private CatalogSnapshot _snapshot = null!;

    private CrashPlace()
    {
    }

    public TestDatabase Database { get; private set; } = null!;

    /// <summary>By name: <see cref="PlatformName"/>, and <see cref="SecondName"/> where it was asked for.</summary>
    public Dictionary<string, FakePlatform> Platforms { get; } = [];

    public FakePlatform Platform => Platforms[PlatformName];

    public FakePlatform Second => Platforms[SecondName];

    public EvidenceJudge Judge { get; private set; } = null!;

    /// <summary>What the files hold, by name, in the order they came.</summary>
    public List<(string Name, PenaltyTruth Truth)> Dropped { get; } = [];

    public string Inbox => Path.Combine(_root, "data", "inbox", Connector);

    public string Landed => Path.Combine(_root, "data", "landed");

    public string Data => Path.Combine(_root, "data");

    public string Config => Path.Combine(_root, "config");

    /// <summary>Further settings of the workers started from now on.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public static async Task<CrashPlace> OpenAsync(int chunkSize = 500, int maxRecords = 500, string encoding = "UTF-8", int timeoutSeconds = 30, bool twoPlatforms = false, int requestsPerMinute = 600_000, TimeProvider? platformTime = null)
    {
        var place = new CrashPlace();
        Directory.CreateDirectory(place._root, OwnerWritesAllEnter);
        Directory.CreateDirectory(place.Inbox);
        place.Platforms[PlatformName] = await place.StartPlatformAsync("platform.log", maxRecords, requestsPerMinute, platformTime);
        CrashConfig.Write(place.Config, place.Platform, chunkSize, encoding, timeoutSeconds);
        if (twoPlatforms)
        {
            place.Platforms[SecondName] = await place.StartPlatformAsync("second.log", maxRecords, requestsPerMinute, platformTime);
            CrashConfig.PutPlatform(place.Config, SecondName, place.Second, timeoutSeconds);
        }

        place.Database = await TestDatabase.CreateAsync();
        await place.PrepareBooksAsync();
        place.Judge = new EvidenceJudge(place.Database, place.Platforms);
        return place;
    }

    /// <summary>A new file for the connector, complete when it appears.</summary>
    public PenaltyTruth Drop(string name, int rows, int seed = 1, double changedShare = 0, string encoding = "UTF-8")
    {
        string part = Path.Combine(_root, name + ".part");
        var truth = PenaltyFile.Write(part, rows, seed, changedShare: changedShare, encoding: encoding);
        File.Move(part, Path.Combine(Inbox, name));
        Dropped.Add((name, truth));
        return truth;
    }

    /// <summary>A new file with these bytes.</summary>
    public void Drop(string name, byte[] content)
    {
        string part = Path.Combine(_root, name + ".part");
        File.WriteAllBytes(part, content);
        File.Move(part, Path.Combine(Inbox, name));
    }

    public WorkerProcess Start(params string[] words) => StartWith(Config, words);

    /// <summary>A worker with files of its own.</summary>
    public WorkerProcess StartWith(string config, params string[] words)
    {
        var worker = new WorkerProcess(
            new Dictionary<string, string>(Settings)
            {
                ["CREDITHUB_CONFIG"] = config, ["CREDITHUB_DATA"] = Path.Combine(_root, "data"), ["CREDITHUB_DATABASE"] = Database.ConnectionString,
                ["CREDITHUB__ADMIN__PORT"] = "0",
            },
            words);
        _workers.Add(worker);
        return worker;
    }

    public WorkerProcess StartSync() => Start("sync", Connector, "--wait");

    public WorkerProcess StartDelivery() => Start("deliver", "--wait");

    /// <summary>Collects what is there; fails when the worker does.</summary>
    public Task SyncAsync(CancellationToken ct) => DoneAsync(StartSync(), ct);

    /// <summary>Delivers until nothing is owed.</summary>
    public Task DeliverAsync(CancellationToken ct) => DoneAsync(StartDelivery(), ct);

    /// <summary>Both, as after any interruption.</summary>
    public async Task FinishAsync(CancellationToken ct)
    {
        await SyncAsync(ct);
        await DeliverAsync(ct);
    }

    public static async Task DoneAsync(WorkerProcess worker, CancellationToken ct)
    {
        int code = await worker.EndAsync(ct);
        Assert.True(code == 0, $"{worker.Words} ended with {code}:\n{worker.Said}");
    }

    /// <summary>The service in this process: for what is not killed.</summary>
    public async Task<HubInside> ServeAsync(CancellationToken ct)
    {
        var settings = new WorkerSettings { ConfigDirectory = Config, DataDirectory = Path.Combine(_root, "data"), Sender = "411000", Connection = Database.ConnectionString, AcceptDataLoss = true, AdminPort = 0 };
        return await HubInside.StartAsync(new HubConfig(settings, _snapshot), Database, ct);
    }

    /// <summary>A platform ends, stays away for a while and comes back with its books, without its tokens and its faults.</summary>
    public async Task<FakePlatform> RestartAsync(string name, Func<Task> away)
    {
        var old = Platforms[name];
        await old.DisposeAsync();
        await away();
        return Platforms[name] = await FakePlatform.StartAsync(old.Options with { Port = old.Address.Port });
    }

    private Task<FakePlatform> StartPlatformAsync(string log, int maxRecords, int requestsPerMinute, TimeProvider? time) => FakePlatform.StartAsync(new FakePlatformOptions
    {
        ConfigDirectory = CrashConfig.Shipped, StateFile = Path.Combine(_root, log), Limits = new(maxRecords, 2 << 20, requestsPerMinute, 4), Time = time ?? TimeProvider.System,
    });

    private async Task PrepareBooksAsync()
    {
        var folder = ConfigFolder.Load(Config, "411000", HubConfig.Kinds(Path.Combine(_root, "data")));
        Assert.True(folder.Snapshot is not null, string.Join('\n', folder.Findings.Select(f => f.ToString())));
        _snapshot = folder.Snapshot;
        await new HubDatabase(Database.Source, folder.Snapshot).PrepareAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
        {
            await worker.DisposeAsync();
        }

        foreach (var platform in Platforms.Values)
        {
            await platform.DisposeAsync();
        }

        await Database.DisposeAsync();
        Directory.Delete(_root, recursive: true);
    }
}
