using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Subjects;
using CreditHub.Pipelines.Tests.Catalog;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Normalization;
using CreditHub.Pipelines.Tests.Store;
using CreditHub.Testing;
using CreditHub.Testing.Truth;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>Books of the shipped catalog with one platform that takes everything; rows go through the real normaliser and merge.</summary>
internal sealed class EffectHub : IAsyncDisposable
{
    public const string Company = "示例市甲乙丙商贸有限公司";
    public const string Code = "91411000XX00000191";

    private static readonly CatalogSnapshot Shipped = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;

    private readonly TestDatabase _database;

    private EffectHub(TestDatabase database) => _database = database;

    public static CatalogSnapshot Snapshot { get; } = Shipped with
    {
        Platforms = new Dictionary<string, PlatformDefinition>
        {
            ["one"] = Books.Platform("one") with { Disclosure = [Disclosure.Public, Disclosure.Government] },
        },
    };

    public NpgsqlDataSource Source => _database.Source;

    public ScriptedPlatform Platform { get; } = new();

    public DateOnly Today { get; set; } = new(2026, 11, 25);

    public EffectWork Effects => new(Snapshot, new Registry(Source), new TestClock(new DateTimeOffset(Today.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero)));

    public static async Task<EffectHub> OpenAsync()
    {
        SqlTypes.Register();
        var hub = new EffectHub(await TestDatabase.CreateAsync());
        await new HubDatabase(hub.Source, Snapshot).PrepareAsync(default);
        return hub;
    }

    /// <summary>A run of one dataset; rows by field code.</summary>
    public async Task StoreAsync(string dataset, string edition, params Dictionary<string, string>[] rows)
    {
        await using var lease = await Lease.TryTakeAsync(Source, "connector:" + dataset, "test", TimeProvider.System, default) ?? throw new InvalidOperationException("busy");
        var ledger = new Ledger(Source);
        var registry = new Registry(Source);
        short number = await registry.DatasetNoAsync(dataset, edition, default);
        var run = await ledger.OpenRunAsync(new RunRequest(dataset.ToLowerInvariant(), RunKind.Manual, "test"), number, Snapshot.Digest, lease, default);
        var payload = new LandedPayload
        {
            RunId = run.RunId, Connector = dataset.ToLowerInvariant(), Name = "f.csv", Sha256 = "00", Path = "p", Location = "第{0}行", ReceivedAt = DateTimeOffset.UnixEpoch, ReceivedOn = Today,
        };
        await ledger.LandAsync(run.RunId, [payload], null, recognise: false, lease, default);
        var definition = Snapshot.Datasets[(dataset, edition)];
        var one = (await registry.PlatformNosAsync(default))["one"];
        var routes = CreditHub.Pipelines.Delivery.Boundary.Owed(Snapshot.Platforms["one"], definition, definition.Disclosure, false, 0).Verdict == CreditHub.Pipelines.Delivery.BoundaryVerdict.Owed
            ? new List<Route> { new(one, _ => null) } : [];
        var context = new ChunkContext
        {
            RunId = run.RunId, Payload = payload, Editions = [new EditionEntry(number, definition.Disclosure, routes)], Lease = lease,
            CorrectBy = null, OpenRejections = null, MovesCursor = true, Effects = Effects,
        };
        var chunk = new Chunk(Math.Max(16, rows.Length)) { IsLast = true };
        await FillAsync(chunk, definition, rows);
        await new ChunkWriter(Source, TimeProvider.System).WriteAsync(context, chunk, Task.CompletedTask, default);
        await ledger.EndRunAsync(run.RunId, "succeeded", "", lease, default);
    }

    private async Task FillAsync(Chunk chunk, DatasetDefinition dataset, Dictionary<string, string>[] rows)
    {
        var connector = new ConnectorDefinition
        {
            Name = "test", Supplier = new("x", "某局"), Dataset = dataset.Code, Edition = dataset.Edition, Source = new("None", default), Decoder = new("None", default),
        };
        var normalizer = NormalizerFactory.Create(connector, Snapshot, new byte[32]);
        string[] columns = [.. dataset.Fields.Select(f => f.Code)];
        string[][] cells = [.. rows.Select(row => columns.Select(c => row.GetValueOrDefault(c, "")).ToArray())];
        await foreach (var record in normalizer.ReadAsync(Stream.Null, RowDecoder.Of(columns, cells), Today, default))
        {
            Assert.True(record.Accepted, string.Join('\n', record.Violations.Select(v => v.Message)));
            chunk.AddAccepted(Books.Spooled(record));
        }
    }

    public Task<int> ExpireAsync() => new ExpiryStep(
        Source, Effects, new HubOptions { DataDirectory = "", ConfigDirectory = "" }, new TestClock(new DateTimeOffset(Today.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero)),
        NullLogger<ExpiryStep>.Instance).RunAsync(default);

    public Task<int> LookAgainAsync()
    {
        var clock = new TestClock(new DateTimeOffset(Today.ToDateTime(new TimeOnly(4, 0)), TimeSpan.Zero));
        return new EffectStep(Source, Effects, new FeedbackActs(Source, Effects, clock), clock, NullLogger<EffectStep>.Instance).RunAsync(default);
    }

    public Task FindSubjectsAsync() => new SubjectStep(Source, Snapshot, NullLogger<SubjectStep>.Instance).RunAsync(default);

    public Task<RelaySummary> DeliverAsync() =>
        new DeliveryRelay(Source, Snapshot, new Registry(Source), [Platform], new HubOptions { DataDirectory = "", ConfigDirectory = "" },
            new CreditHub.Pipelines.Delivery.RelayTools(new Outbox(Source), new CreditHub.Pipelines.Reports.PlatformWords(Source, Snapshot), TimeProvider.System, NullLogger.Instance))
            .RunAsync("one", untilEmpty: true, null, default);

    public static Dictionary<string, string> Penalty(string number, string name = Company, string code = Code, int authority = 1) => new()
    {
        ["CF_XDR_MC"] = name, ["CF_XDR_LB"] = code.Length > 0 ? "法人及非法人组织" : "自然人", ["CF_XDR_SHXYM"] = code,
        ["CF_FRDB"] = code.Length > 0 ? "李示例" : "", ["CF_XDR_ZJLX"] = code.Length > 0 ? "" : "护照", ["CF_XDR_ZJHM"] = code.Length > 0 ? "" : "E12345678",
        ["CF_WSH"] = number, ["CF_WFXW"] = "未按规定公示", ["CF_SY"] = "未按规定公示年报", ["CF_YJ"] = "某条例第一条", ["CF_CFLB"] = "警告", ["CF_NR"] = "警告",
        ["CF_JDRQ"] = "2026/10/20", ["CF_CFJG"] = "示例市市场监督管理局", ["CF_CFJGDM"] = MadeUpNumbers.Uscc(authority), ["CF_SJLY"] = "示例市市场监督管理局", ["CF_SJLYDM"] = MadeUpNumbers.Uscc(authority),
    };

    public static Dictionary<string, string> Repair(string number, string name = Company, string code = Code, string kind = "提前终止公示") => new()
    {
        ["XFBH"] = "XF-" + number, ["SJLX"] = "SGS_XZCF", ["CF_WSH"] = number, ["CF_XDR_MC"] = name, ["CF_XDR_SHXYM"] = code, ["SLRQ"] = "2026/11/01",
        ["XFRQ"] = "2026/11/10", ["XFDW"] = "示例市信用办", ["XFLX"] = kind, ["TZGX"] = "1",
    };

    public static Dictionary<string, string> Objection(string number, string status, string label = "", string value = "") => new()
    {
        ["BJBH"] = "YY-" + number, ["DATA_TABLE"] = "SGS_XZCF", ["THIRD_ID"] = number, ["QYMC"] = Company, ["TYSHXYDM"] = Code, ["JBRXM"] = "李示例",
        ["JBRLXDH"] = "13900000000", ["SSBZ"] = "有误", ["STATUS"] = status, ["DEPT_CODE"] = "001", ["LABEL"] = label, ["NEW_VALUE"] = value.Length > 0 ? value : status == "2" ? "不再公示" : "",
        ["CREATE_DATE"] = "2026/11/05",
    };

    /// <summary>Operation, reason and marked field of the newest version of each penalty, by number.</summary>
    public async Task<string> StandAsync(string number) => (await QueryAsync<string>(
        """
        select concat_ws('|', v.operation, v.reason) from evidence.version v
        where v.record_id = (select record_id from evidence.version where content->>'CF_WSH' = @number and dataset = 'SGS_XZCF' limit 1) order by v.version desc limit 1
        """, new { number })).Single();

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
