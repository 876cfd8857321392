using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Testing;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Record = CreditHub.Pipelines.Model.Record;

namespace CreditHub.Pipelines.Tests.Store;

/// <summary>Empty books with one dataset (<c>TEST</c>) and the platforms <c>one</c> and <c>two</c>, and short ways to fill them.</summary>
internal sealed class Books : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private int _payloads;

    private Books(TestDatabase database) => _database = database;

    public NpgsqlDataSource Source => _database.Source;

    public Ledger Ledger => new(Source);

    public Outbox Outbox => new(Source);

    /// <summary>The configuration under which rows are stored.</summary>
    public CatalogSnapshot Files { get; set; } = Snapshot;

    public EffectWork Effects => new(Files, new Registry(Source), TimeProvider.System);

    public ChunkWriter Writer => new(Source, TimeProvider.System);

    public List<Route> Routes { get; } = [];

    public short DatasetNo { get; set; }

    public short OtherNo { get; private set; }

    public RelayTools Tools => new(Outbox, new PlatformWords(Source, Snapshot), TimeProvider.System, NullLogger.Instance);

    public static CatalogSnapshot Snapshot { get; } = new()
    {
        Datasets = new Dictionary<(string, string), DatasetDefinition> { [("TEST", "2026")] = Dataset("TEST"), [("OTHER", "2026")] = Dataset("OTHER") },
        CodeSets = new Dictionary<string, CodeSetDefinition>(),
        Connectors = new Dictionary<string, ConnectorDefinition>(),
        Platforms = new Dictionary<string, PlatformDefinition> { ["one"] = Platform("one"), ["two"] = Platform("two") },
        WorkingDays = new WorkingDays(new Dictionary<int, YearCalendar>()),
        Sender = "411000",
        Digest = new string('0', 64),
    };

    private static DatasetDefinition Dataset(string code) => new()
    {
        Code = code, Edition = "2026", Name = "试验", Disclosure = Disclosure.Public, NaturalKey = ["A"],
        Subject = new(null, null, null, null, null, null, null), Fields =
        [
            new FieldDefinition { Code = "A", Name = "甲", Type = FieldType.Text, Required = true },
            new FieldDefinition { Code = "B", Name = "乙", Type = FieldType.Text },
        ],
    };

    public static PlatformDefinition Platform(string name) => new()
    {
        Name = name, Title = name, Kind = new KindSettings("Scripted", default), Datasets = ["*"], Disclosure = [Disclosure.Public],
        Limits = new(100, 1 << 20, 600_000, 4), RetrySeconds = 0.001, RetryCapSeconds = 0.01,
    };

    public static async Task<Books> OpenAsync()
    {
        SqlTypes.Register();
        var books = new Books(await TestDatabase.CreateAsync());
        await new HubDatabase(books.Source, Snapshot).PrepareAsync(default);
        books.DatasetNo = await new Registry(books.Source).DatasetNoAsync("TEST", "2026", default);
        books.OtherNo = await new Registry(books.Source).DatasetNoAsync("OTHER", "2026", default);
        var numbers = await new Registry(books.Source).PlatformNosAsync(default);
        books.Routes.Add(new Route(numbers["one"], _ => null));
        return books;
    }

    public async Task<Lease> LeaseAsync(string name) =>
        await Lease.TryTakeAsync(Source, name, "test", TimeProvider.System, default) ?? throw new InvalidOperationException("busy");

    /// <summary>A run with one landed payload, ready for chunks.</summary>
    public async Task<ChunkContext> RunAsync(Lease lease, string connector = "feed")
    {
        var open = await Ledger.FindOpenRunAsync(connector, default);
        if (open is not null)
        {
            await Ledger.EndRunAsync(open.RunId, "succeeded", "", lease, default);
        }

        var run = await Ledger.OpenRunAsync(new RunRequest(connector, RunKind.Manual, "test"), DatasetNo, Snapshot.Digest, lease, default);
        var payload = new LandedPayload
        {
            RunId = run.RunId, Connector = connector, Name = "f.csv", Sha256 = "00", Path = "p", Location = "第{0}行", Cursor = $"after-{++_payloads}",
            ReceivedAt = DateTimeOffset.UnixEpoch, ReceivedOn = new DateOnly(2026, 11, 20),
        };
        await Ledger.LandAsync(run.RunId, [payload], null, recognise: false, lease, default);
        return new ChunkContext
        {
            RunId = run.RunId, Payload = payload, Editions = [new EditionEntry(DatasetNo, Disclosure.Public, Routes)], Lease = lease,
            CorrectBy = null, OpenRejections = new OpenRejections([]), MovesCursor = true, Effects = Effects,
        };
    }

    /// <summary>One payload more of the same run.</summary>
    public async Task<ChunkContext> AlsoAsync(ChunkContext context, int ordinal)
    {
        var payload = new LandedPayload
        {
            RunId = context.RunId, Ordinal = ordinal, Connector = context.Payload.Connector, Name = $"{ordinal}.csv", Sha256 = "00", Path = "p", Location = "第{0}行",
            Cursor = $"after-{++_payloads}", ReceivedAt = DateTimeOffset.UnixEpoch, ReceivedOn = context.Payload.ReceivedOn,
        };
        await Ledger.LandAsync(context.RunId, [payload], null, recognise: false, context.Lease, default);
        return context with { Payload = payload };
    }

    /// <summary>Stores rows given as (key, value) and ends the run.</summary>
    public async Task StoreAsync(params (string Key, string Value)[] rows)
    {
        await using var lease = await LeaseAsync("connector:feed");
        var context = await RunAsync(lease);
        await Writer.WriteAsync(context, Chunk(rows), Task.CompletedTask, default);
        await Ledger.EndRunAsync(context.RunId, "succeeded", "", lease, default);
    }

    /// <summary>Stores rows of the dataset <c>OTHER</c>.</summary>
    public async Task StoreOtherAsync(params (string Key, string Value)[] rows)
    {
        short test = DatasetNo;
        DatasetNo = OtherNo;
        await StoreAsync(rows);
        DatasetNo = test;
    }

    /// <summary>Stores the withdrawal of a record and puts it into the queue of platform one, as whatever decides on withdrawals does.</summary>
    public async Task WithdrawAsync(string key)
    {
        await using var connection = await Source.OpenConnectionAsync();
        await connection.ExecuteAsync(
            """
            with number as (select nextval('hub.version_block') * 1000 as no), old as (select v.* from hub.head h join hub.record_version v using (version_no) where h.record_id = @id),
            stored as (
                insert into hub.record_version (version_no, record_no, version, dataset_no, operation, disclosure, reason, subject_id, content_hash, stored_at, run_id, payload_id, line, position)
                select n.no, o.record_no, o.version + 1, o.dataset_no, 'W', o.disclosure, 'REPAIR', o.subject_id, o.content_hash, clock_timestamp(), o.run_id, o.payload_id, o.line, o.position
                from old o, number n returning *),
            queued as (
                insert into hub.outbox (platform_no, priority, version_no, record_no, version, dataset_no, operation)
                select @platform, 0, version_no, record_no, version, dataset_no, 'W' from stored)
            update hub.head h set version = s.version, version_no = s.version_no, operation = 'W' from stored s where h.record_no = s.record_no
            """, new { id = Id(key).ToString(), platform = Routes[0].PlatformNo });
    }

    public static Chunk Chunk(params (string Key, string Value)[] rows)
    {
        var chunk = new Chunk(Math.Max(16, rows.Length)) { IsLast = true };
        for (int i = 0; i < rows.Length; i++)
        {
            chunk.AddAccepted(Spooled(Accepted(rows[i].Key, rows[i].Value, i + 1)));
            chunk.Sound.Add(Id(rows[i].Key));
        }

        return chunk;
    }

    /// <summary>The record as it comes out of the spool.</summary>
    public static SpooledRow Spooled(Record record)
    {
        using var spool = new RecordSpool(new MemoryStream());
        var block = new SpoolBlock(16, 4096);
        block.Add(record, spool.BeginPayload());
        spool.Append(block);
        spool.Open(0);
        var row = new SpooledRow();
        Assert.True(spool.TryRead(row));
        return row;
    }

    public static Record Accepted(string key, string value, int line)
    {
        var raw = new RawRecord();
        raw.Reset(["A", "B"], line, line + 1);
        raw.Add(Encoding.UTF8.GetBytes(key));
        raw.Add(Encoding.UTF8.GetBytes(value));
        byte[] content = Encoding.UTF8.GetBytes($$"""{"A":"{{key}}","B":"{{value}}"}""");
        var record = new Record
        {
            Raw = raw, Accepted = true, HasId = true, Id = Id(key), Content = content, SubjectId = Encoding.UTF8.GetBytes("NAME:" + key),
            DecidedOn = new DateOnly(2026, 11, 2),
        };
        SHA256.HashData(content, record.ContentHash);
        return record;
    }

    public static RecordId Id(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return (await connection.ExecuteScalarAsync<T>(sql, parameters))!;
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Source.OpenConnectionAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
