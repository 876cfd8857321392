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

    public List<DemoFeed> Feeds { get; } = [];

    public List<DemoPlatform> Platforms { get; } = [];

    /// <summary>Connectors and platforms of the config that the demo cannot play, and why.</summary>
    public List<string> LeftOut { get; } = [];

    public Dictionary<string, string> Environment { get; } = [];

    public static async Task<DemoWorld> StartAsync(DemoPlace place, DemoState state, CancellationToken ct)
    {
        var world = new DemoWorld();
        foreach (var variable in ConfigReferences.Find(place.Config))
        {
            // Something for references the demo cannot play: the config is accepted, nothing answers there.
            world.Environment[variable] = variable.EndsWith("ADDRESS", StringComparison.Ordinal) ? "http://127.0.0.1:9" : Key;
        }

        world.MakeFeeds(place, state);
        await world.StartSuppliersAsync(ct);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(place.Config, "platforms"), "*.json").Order(StringComparer.Ordinal))
        {
            await world.StartPlatformAsync(place, file, ct);
        }

        return world;
    }

    /// <summary>Every file supplier puts its file into its inbox.</summary>
    public int DropFiles(DemoPlace place, DemoState state)
    {
        var stamp = state.Today.ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        var files = Feeds.Where(f => f.Layout.IsFile).ToList();
        files.ForEach(f => InboxSupplier.Drop(f.Layout, FeedFile.Write(f.Layout, f.Truth), place.Data, stamp));
        return files.Count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }
    }

    private void MakeFeeds(DemoPlace place, DemoState state)
    {
        foreach (var layout in FeedLayout.Load(place.Config).Where(l => ConfigReferences.IsOn(l.Connector)))
        {
            if (layout.Kind is not ("FileDrop" or "Rest"))
            {
                LeftOut.Add($"{layout.Name}: the demo plays no {layout.Kind} source");
                continue;
            }

            int size = 100 + (Feeds.Count * 20 % 140);
            var plan = new FeedPlan { Today = state.Today, FirstNumber = state.FirstNumber(layout.Name), Good = size, BadOfEach = 2, Repeated = 4, Corrected = 3 };
            Feeds.Add(new DemoFeed(layout, FeedGenerator.Make(layout, plan)));
        }
    }

    private async Task StartSuppliersAsync(CancellationToken ct)
    {
        var rest = Feeds.Where(f => !f.Layout.IsFile).Select(f => new RestFeed(f.Layout, f.Truth)).GroupBy(f => f.AddressVariable);
        foreach (var group in rest)
        {
            var supplier = await FakeSupplier.StartAsync(group, Key, ct: ct);
            _servers.Add(supplier);

            // Suppliers are not perfect either: the hub is expected to come back a second later.
            supplier.Fail(StubAnswer.Json("{}", 503).With("Retry-After", "1"));
            Environment[group.Key] = supplier.Address.ToString().TrimEnd('/');
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
