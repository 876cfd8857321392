using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>Books with two platforms in memory, delivered to under configurations that change what <c>one</c> may see. Records are named by their key.</summary>
internal sealed class BoundaryHub : IAsyncDisposable
{
    private readonly Dictionary<string, string> _keys = [];
    private Action<string> _current = _ => { };

    private BoundaryHub(Books books) => Books = books;

    public Books Books { get; }

    public ScriptedPlatform One { get; } = new();

    public ScriptedPlatform Two { get; } = new();

    /// <summary>What reached each platform, in order: platform, key, version, operation and content.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>Why rows stored from now on are kept from <c>one</c>, by key.</summary>
    public Dictionary<string, string> Withheld { get; } = [];

    public static async Task<BoundaryHub> OpenAsync()
    {
        var hub = new BoundaryHub(await Books.OpenAsync());
        var numbers = await new Registry(hub.Books.Source).PlatformNosAsync(default);
        string current = "";
        hub.Books.Routes.Clear();
        hub.Books.Routes.Add(new Route(numbers["one"], _ => hub.Withheld.GetValueOrDefault(current)));
        hub.Books.Routes.Add(new Route(numbers["two"], _ => null));
        hub._current = key => current = key;
        hub.One.Decide = record => hub.Take("one", record);
        hub.Two.Decide = record => hub.Take("two", record);
        return hub;
    }

    /// <summary>One run a row.</summary>
    public async Task StoreAsync(params (string Key, string Value)[] rows)
    {
        foreach (var row in rows)
        {
            _keys[Books.Id(row.Key).ToString()] = row.Key;
            _current(row.Key);
            await Books.StoreAsync(row);
        }
    }

    /// <summary>Many rows in one run.</summary>
    public Task StoreManyAsync(IEnumerable<string> keys)
    {
        var rows = keys.Select(key => (key, "1")).ToArray();
        Array.ForEach(rows, row => _keys[Books.Id(row.key).ToString()] = row.key);
        return Books.StoreAsync(rows);
    }

    /// <summary>Whoever changes the boundary so dies (condition on old and new), as long as it stands.</summary>
    public Task<int> DeadlyAsync(string condition) => Books.ScalarAsync<int>(
        $"create or replace function hub.dead() returns trigger language plpgsql as 'begin raise exception sqlstate ''57P01''; end'; create trigger dead before update on hub.boundary for each row when ({condition}) execute function hub.dead(); select 1");

    public Task<int> SafeAsync() => Books.ScalarAsync<int>("drop trigger dead on hub.boundary; select 1");

    /// <summary>The configuration under which <c>one</c> is kept from records (condition) and fields, else that of the books.</summary>
    public static CatalogSnapshot Config(string? withhold = null, params string[] omit)
    {
        var shipped = Books.Snapshot;
        var one = shipped.Platforms["one"] with { Omit = omit.Length == 0 ? [] : new Dictionary<string, IReadOnlyList<string>> { ["TEST"] = omit } };
        return shipped with
        {
            Digest = (withhold + string.Concat(omit)).PadRight(64, '1'),
            Platforms = new Dictionary<string, PlatformDefinition>(shipped.Platforms) { ["one"] = one },
            Datasets = withhold is null ? shipped.Datasets : shipped.Datasets.ToDictionary(d => d.Key, d => d.Value with { Withhold = [new WithholdDefinition(withhold, "platform:one", "不得提供")] }),
        };
    }

    /// <summary>Delivers to both until nothing is left; returns what reached whom.</summary>
    public async Task<string> DeliverAsync(CatalogSnapshot config)
    {
        Sent.Clear();
        foreach (var (name, platform) in new[] { ("one", One), ("two", Two) })
        {
            var summary = await Relay(config, platform).RunAsync(name, untilEmpty: true, null, default);
            Assert.Null(summary.PausedReason);
        }

        return string.Join(", ", Sent);
    }

    /// <summary>Delivers to <c>one</c> until told to stop.</summary>
    public Task ServeAsync(CatalogSnapshot config, CancellationToken ct) => Relay(config, One).RunAsync("one", untilEmpty: false, null, ct);

    private DeliveryRelay Relay(CatalogSnapshot config, ScriptedPlatform platform) =>
        new(Books.Source, config, new Registry(Books.Source), [platform], new HubOptions { DataDirectory = "", ConfigDirectory = "" }, Books.Tools);

    public Task<IReadOnlyDictionary<string, RetractionCount>> PreviewAsync(CatalogSnapshot config) =>
        new BoundaryStep(Books.Source, config, TimeProvider.System, NullLogger.Instance).PreviewAsync(default);

    /// <summary>What the books say of a record at a platform: version, operation, state and reason, oldest first.</summary>
    public async Task<string> BooksOfAsync(string platform, string key) => string.Join(", ", await Books.QueryAsync<string>(
        "select concat_ws(' ', version, operation, state, reason) from evidence.outbox where platform = @platform and record_id = @id order by version",
        new { platform, id = Books.Id(key).ToString() }));

    /// <summary>Sizes of what may not grow when nothing has to be done.</summary>
    public Task<string> SizesAsync() => Books.ScalarAsync<string>(
        "select concat_ws(' ', (select count(*) from evidence.version), (select count(*) from evidence.outbox), (select count(*) from evidence.attempt), (select count(*) from evidence.run))");

    public ValueTask DisposeAsync() => Books.DisposeAsync();

    private RecordAnswer Take(string platform, DeliveryRecord record)
    {
        Sent.Add($"{platform} {_keys[record.Id.ToString()]}{record.Version} {(record.Operation == Operation.Withdraw ? record.Reason : Encoding.UTF8.GetString(record.Data.Span))}");
        return new RecordAnswer(record.Id, record.Version, RecordStatus.Accepted, null, null, null);
    }
}
