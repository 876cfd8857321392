using System.Globalization;
using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>A kind of source that the hub does not bring, as <c>src/Connectors/README.md</c> says to add one: its own classes and one registration. Nothing else knows it.</summary>
public sealed class NewKindTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_kind_is_checked_run_and_resumed_like_any_other()
    {
        await using var hub = await SupplierHub.OpenAsync();
        hub.WriteConnector("pigeons", Connector("""{ "kind": "Pigeons", "loft": "" }"""));
        var kinds = HubConfig.Kinds(hub.Data, hub.ConfigDirectory);
        var finding = Assert.Single(ConfigFolder.Load(hub.ConfigDirectory, "411000", kinds with { Sources = [.. kinds.Sources, new PigeonKind()] }).Findings);
        Assert.Equal(("connectors/pigeons.json", 2, "$.source.loft"), (finding.File, finding.Line, finding.Path));

        string loft = Directory.CreateDirectory(Path.Combine(hub.Data, "loft")).FullName;
        hub.WriteConnector("pigeons", Connector($$"""{ "kind": "Pigeons", "loft": "{{loft}}" }"""));
        await hub.LoadAsync(new PigeonKind());
        File.WriteAllText(Path.Combine(loft, "1"), "1;2026-11-01;3\n2;2026-13-01;3\n");
        Assert.Equal(2, (await hub.PreviewAsync("pigeons")).Rows.Count);
        var first = await hub.SyncAsync("pigeons");
        Assert.Equal(("succeeded", 2, 1, 1), (first.Outcome, first.Counts.Read, first.Counts.New, first.Counts.Rejected));
        Assert.Equal(["1 Merged"], File.ReadAllLines(Path.Combine(loft, "told")));

        File.WriteAllText(Path.Combine(loft, "2"), "1;2026-11-01;4\n");
        var second = await hub.SyncAsync("pigeons");
        Assert.Equal((1, 1), (second.Counts.Read, second.Counts.Changed));
        Assert.Equal("2", await hub.Database.ScalarAsync<string>("select value from evidence.cursor where connector = 'pigeons'", Stop));
    }

    private static string Connector(string source) => $$"""
        { "name": "pigeons", "supplier": { "code": "water", "name": "示例水务公司" }, "dataset": "GYSY_YS", "edition": "2024",
          "source": {{source}}, "decoder": { "kind": "Csv", "columns": ["no", "day", "amount"], "separator": ";" },
          "mapping": { "TYSHXYDM": { "value": "914403001922038216" }, "YHH": { "column": "no" }, "CBRQ": { "column": "day" }, "BQSL": { "column": "amount" } } }
        """;

    private sealed class PigeonKind : IKind<ISource>
    {
        public string Name => "Pigeons";

        public string SettingsSchema => """{ "type": "object", "required": ["loft"], "properties": { "loft": { "type": "string", "description": "Where letters arrive, numbered from 1" } } }""";

        public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) =>
            settings.GetProperty("loft").GetString() is { Length: > 0 } ? [] : [new ConfigFinding("", 0, "$.loft", "", "is empty", "name a directory")];

        public ISource Create(string name, JsonElement settings) => new PigeonSource(settings.GetProperty("loft").GetString()!);
    }

    private sealed class PigeonSource(string loft) : ISource
    {
        public async IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await Task.Yield();
            int last = window.From.IsStart ? 0 : int.Parse(window.From.Value, CultureInfo.InvariantCulture);
            for (string name; File.Exists(Path.Combine(loft, name = (++last).ToString(CultureInfo.InvariantCulture)));)
            {
                byte[] letter = Encoding.UTF8.GetBytes(await File.ReadAllTextAsync(Path.Combine(loft, name), ct));
                yield return new FetchedPayload(name, _ => Task.FromResult<Stream>(new MemoryStream(letter)), new Cursor(name));
            }
        }

        public Task SettleAsync(SettledPayload payload, CancellationToken ct) => File.AppendAllTextAsync(Path.Combine(loft, "told"), $"{payload.Name} {payload.Outcome}\n", ct);
    }
}
