using System.Text.Json;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Demo;

/// <summary>Everything around the hub: a supplier for every connector, a platform for every platform file, and the environment that leads there.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private const string Key = "made-up-demo-key";
    private static readonly (string Ending, string Code, string Message)[] Refusals =
    [
        ("7f", "E2101", "该主体未在本平台主体库登记，请核实后重新报送"),
        ("3c", "E2102", "与其他地区报送的同一决定书内容不一致，请核实"),
    ];

    private readonly List<IAsyncDisposable> _servers = [];
    private readonly SupplierTown _suppliers;

    private DemoWorld(string supplierDatabase) => _suppliers = new SupplierTown(supplierDatabase, Key);

    public List<DemoFeed> Feeds { get; } = [];

    public List<DemoPlatform> Platforms { get; } = [];

    /// <summary>Connectors and platforms of the config that the demo cannot play, and why.</summary>
    public List<string> LeftOut { get; } = [];

    public Dictionary<string, string> Environment => _suppliers.Environment;

    public static async Task<DemoWorld> StartAsync(DemoPlace place, DemoState state, string supplierDatabase, CancellationToken ct)
    {
        var world = new DemoWorld(supplierDatabase);
        await world._suppliers.StartServersAsync(place.Config, Path.Combine(place.Data, "secrets"));
        world.LeftOut.AddRange(world._suppliers.Simplified);
        foreach (var variable in ConfigReferences.Find(place.Config))
        {
            // Something for references the demo cannot play: the config is accepted, nothing answers there.
            world.Environment[variable] = variable.EndsWith("ADDRESS", StringComparison.Ordinal) ? "http://127.0.0.1:9" : Key;
        }

        world.MakeFeeds(place, state);

        // Suppliers are not perfect either: the hub is expected to come back a second later.
        await world._suppliers.ServeAsync(world.Feeds.Select(f => (f.Layout, f.Truth)), StubAnswer.Json("{}", 503).With("Retry-After", "1"), ct);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(place.Config, "platforms"), "*.json").Order(StringComparer.Ordinal))
        {
            await world.StartPlatformAsync(place, file, ct);
        }

        return world;
    }

    /// <summary>Every supplier of files puts its file where the hub looks for it, every front-end database is filled.</summary>
    public async Task HandOverAsync(DemoPlace place, DemoState state, CancellationToken ct)
    {
        var stamp = state.Today.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var feed in Feeds)
        {
            await _suppliers.HandOverAsync(feed.Layout, feed.Truth, place.Data, stamp, ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await _suppliers.DisposeAsync();
    }

    private void MakeFeeds(DemoPlace place, DemoState state)
    {
        foreach (var layout in FeedLayout.Load(place.Config).Where(l => ConfigReferences.IsOn(l.Connector)))
        {
            int size = 100 + (Feeds.Count * 20 % 140);
            var plan = new FeedPlan { Today = state.Today, FirstNumber = state.FirstNumber(layout.Name), Good = size, BadOfEach = 2, Repeated = 4, Corrected = 3 };
            Feeds.Add(new DemoFeed(layout, FeedGenerator.Make(layout, plan)));
        }
    }

    private async Task StartPlatformAsync(DemoPlace place, string file, CancellationToken ct)
    {
        var config = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        var name = Path.GetFileNameWithoutExtension(file);
        if (config.TryGetProperty("enabled", out var enabled) && !enabled.GetBoolean())
        {
            return;
        }

        if (!ConfigReferences.IsOn(config))
        {
            LeftOut.Add($"{name}: switched off as shipped");
            return;
        }

        if (config.GetProperty("kind").GetString() != "PlatformApi")
        {
            LeftOut.Add($"{name}: the demo plays platforms of kind PlatformApi only");
            return;
        }

        var datasets = config.GetProperty("datasets").EnumerateArray().Select(d => d.GetString()!).ToHashSet();
        int number = Platforms.Count;
        var platform = await FakePlatform.StartAsync(
            new FakePlatformOptions
            {
                ReceiptPrefix = (char)('A' + number) + "410000",
                ClientId = Key,
                ClientSecret = Key,
                ConfigDirectory = place.Config,
                Datasets = datasets.Contains("*") ? null : datasets,
                Publishes = config.GetProperty("publishes").GetBoolean(),
                StateFile = place.PlatformFile(name),
                Limits = new PlatformLimits(500, 2 << 20, 600, 8),
            },
            ct);
        _servers.Add(platform);
        Misbehave(platform, Refusals[number % Refusals.Length]);
        Platforms.Add(new DemoPlatform(name, config.GetProperty("title").GetString()!, platform));
        if (ConfigReferences.Variable(config.GetProperty("settings").GetProperty("address").GetString()) is { } variable)
        {
            Environment[variable] = platform.Address.ToString().TrimEnd('/');
        }
    }

    /// <summary>A few records are refused for good, one request finds the platform closed, one answer gets lost on the way.</summary>
    private static void Misbehave(FakePlatform platform, (string Ending, string Code, string Message) refusal) => platform.Faults
        .Add(new(PlatformFaultKind.Unavailable) { Times = 1, Skip = 1, RetryAfter = "1" })
        .Add(new(PlatformFaultKind.LoseAnswer) { Times = 1, Skip = 3 })
        .Add(new(PlatformFaultKind.RejectRecords)
        {
            Records = r => r.RecordId.EndsWith(refusal.Ending, StringComparison.Ordinal), Code = refusal.Code, Message = refusal.Message,
        });
}
