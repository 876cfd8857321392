using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Subjects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Subjects;
using CreditHub.Pipelines.Tests.Normalization;
using CreditHub.Testing;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CreditHub.Pipelines.Tests.Subjects;

/// <summary>Books with a register (<c>REG</c>), fines (<c>FINE</c>), meters known by name only (<c>UTIL</c>) and corrections of codes (<c>ZCM</c>). Rows go through the real normaliser.</summary>
internal sealed class SubjectHub : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private long _version;

    private SubjectHub(TestDatabase database) => _database = database;

    public NpgsqlDataSource Source => _database.Source;

    public SubjectStep Step => new(Source, Snapshot, NullLogger<SubjectStep>.Instance);

    public static CatalogSnapshot Snapshot { get; } = new()
    {
        Datasets = new[]
        {
            Dataset("REG", new("NAME", "USCC", null, "REGNO", null, null, null), "NAME USCC REGNO SINCE:date") with { Register = new RegisterDefinition("SINCE"), Libraries = ["企业"] },
            Dataset("FINE", new("NAME", "USCC", "ORG", "REGNO", "TAX", "PID", "KIND == '自然人'"), "NAME USCC ORG REGNO TAX PID KIND DOC BODY DAY:date") with
            {
                OwnDate = "DAY",
                Checks =
                [
                    new CheckDefinition("NAME_CODE", Severity.Warning, null, "name_agrees_with_register", ["NAME", "USCC"], "名称与登记不一致"),
                    new CheckDefinition("PARTIES", Severity.Warning, null, "one_document_several_parties", ["DOC", "BODY"], "同一文书涉及多个当事人"),
                ],
            },
            Dataset("UTIL", new("NAME", null, null, null, null, null, null), "NAME"),
            Dataset("ZCM", new("NAME", "NEW", null, null, null, null, null), "NAME OLD NEW WAY ON:date") with { Corrections = new CorrectionDefinition("OLD", "NEW", "WAY", "ON") },
        }.ToDictionary(d => (d.Code, d.Edition)),
        CodeSets = new Dictionary<string, CodeSetDefinition>(),
        Connectors = new Dictionary<string, ConnectorDefinition>(),
        Platforms = new Dictionary<string, PlatformDefinition>(),
        WorkingDays = new WorkingDays(new Dictionary<int, YearCalendar>()),
        Sender = "411000",
        Digest = new string('0', 64),
    };

    public static async Task<SubjectHub> OpenAsync()
    {
        SqlTypes.Register();
        var hub = new SubjectHub(await TestDatabase.CreateAsync());
        await new HubDatabase(hub.Source, Snapshot).PrepareAsync(default);
        return hub;
    }

    /// <summary>A run whose rows became versions. A row is <c>NO=1 NAME=甲 …</c>; the same NO is the same record.</summary>
    public async Task<long> RunAsync(string dataset, params string[] rows)
    {
        await using var connection = await Source.OpenConnectionAsync();
        long run = await OpenRunAsync(connection, dataset);
        foreach (string row in rows)
        {
            var cells = row.Split(' ').Select(cell => cell.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
            var outcome = await NormaliseAsync(dataset, cells);
            Assert.True(outcome.Accepted, outcome.Messages);
            await connection.ExecuteAsync(StoreSql, new
            {
                run, no = ++_version, record = dataset + cells["NO"], dataset, subject = outcome.Subject, content = outcome.Content,
            });
        }

        return run;
    }

    /// <summary>A run, and its subjects.</summary>
    public async Task ResolveAsync(string dataset, params string[] rows)
    {
        await RunAsync(dataset, rows);
        await DoAsync();
    }

    public async Task DoAsync() => Assert.Null((await Step.RunAsync(TestContext.Current.CancellationToken)).Problem);

    /// <summary>An ended run with as many register rows, all of new subjects, each with a code and an old number.</summary>
    public async Task<long> ManyAsync(int rows)
    {
        await using var connection = await Source.OpenConnectionAsync();
        long run = await OpenRunAsync(connection, "REG");
        var codes = Enumerable.Range(0, rows).Select(i => CreditHub.Testing.Truth.MadeUpNumbers.Uscc(i)).ToArray();
        await connection.ExecuteAsync(
            """
            insert into hub.record_version (version_no, record_no, version, dataset_no, operation, disclosure, subject_id, content, content_hash, stored_at, run_id, payload_id, line, position)
            select 1000000 + n, 1000000 + n, 1, (select dataset_no from hub.dataset where code = 'REG'), 'P', 0, code,
                   format('{"NO":"%s","NAME":"样例%s有限公司","USCC":"%s","REGNO":"R%s","SINCE":"2020/01/01"}', n, n, code, n), '\x00', now(), @run, 0, n, n
            from unnest(@codes) with ordinality c (code, n)
            """, new { run, codes }, commandTimeout: 0);
        return run;
    }

    public static async Task<RowOutcome> NormaliseAsync(string dataset, IReadOnlyDictionary<string, string> cells)
    {
        var connector = new ConnectorDefinition
        {
            Name = "test", Supplier = new("x", "某局"), Dataset = dataset, Edition = "2026", Source = new("None", default), Decoder = new("None", default),
        };
        var normalizer = NormalizerFactory.Create(connector, Snapshot, new byte[32]);
        string[] columns = [.. Snapshot.Datasets[(dataset, "2026")].Fields.Select(f => f.Code)];
        await foreach (var record in normalizer.ReadAsync(Stream.Null, RowDecoder.Of(columns, [.. columns.Select(c => cells.GetValueOrDefault(c, ""))]), new DateOnly(2026, 11, 20), default))
        {
            return RowOutcome.Of(record, normalizer);
        }

        throw new InvalidOperationException("The row is missing.");
    }

    /// <summary>Keys of each subject; void codes stand alone with a mark. In an order of its own.</summary>
    public async Task<string> PartitionAsync() => string.Join('\n', (await QueryAsync<string>(
        """
        select string_agg(key || case state when 'former' then '(former)' else '' end, ' ' order by key) from hub.subject_key where subject_no is not null group by subject_no
        union all select key || '(void)' from hub.subject_key where subject_no is null
        """)).Order(StringComparer.Ordinal));

    public Task<long?> SubjectOfAsync(string key) => ScalarAsync<long?>("select subject_no from evidence.subject_key where key = @key", new { key });

    public Task<List<string>> OpenFindingsAsync() =>
        QueryAsync<string>("select rule || ' ' || key from evidence.subject_finding where closed_at is null order by 1");

    /// <summary>What must hold at any time.</summary>
    public async Task CheckAsync()
    {
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from hub.subject s join hub.subject t on t.subject_no = s.merged_into where not t.live"));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from hub.subject s where live <> exists (select 1 from hub.subject_key k where k.subject_no = s.subject_no)"));
        Assert.Equal(0, await ScalarAsync<long>("select count(*) from hub.subject_key k where subject_no is not null and not exists (select 1 from hub.subject s where s.subject_no = k.subject_no)"));
    }

    public async Task ClearAsync()
    {
        await using var connection = await Source.OpenConnectionAsync();
        await connection.ExecuteAsync("truncate hub.run, hub.payload, hub.attempt, hub.record_version, hub.head, hub.subject, hub.subject_key, hub.subject_link, hub.subject_name, hub.subject_ruling, hub.subject_finding, hub.document_party cascade");
    }

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

    private static Task<long> OpenRunAsync(NpgsqlConnection connection, string dataset) => connection.ExecuteScalarAsync<long>(
        """
        insert into hub.run (connector, kind, actor, epoch, config_digest, dataset_no, step, outcome, ended_at)
        values ('feed', 'manual', 'test', 1, '0', (select dataset_no from hub.dataset where code = @dataset), 'ended', 'succeeded', now()) returning run_id
        """, new { dataset });

    private static DatasetDefinition Dataset(string code, SubjectDefinition subject, string fields) => new()
    {
        Code = code, Edition = "2026", Name = code, Disclosure = Disclosure.Public, NaturalKey = ["NO"], Subject = subject,
        Fields = [.. ("NO " + fields).Split(' ').Select(f => new FieldDefinition
        {
            Code = f.Split(':')[0], Name = f.Split(':')[0] + "名", Type = f.EndsWith(":date", StringComparison.Ordinal) ? FieldType.Date : FieldType.Text,
        })],
    };

    private const string StoreSql = """
        with old as (select record_no, version from hub.head where record_id = @record),
             put as (insert into hub.record_version (version_no, record_no, version, dataset_no, operation, disclosure, subject_id, content, content_hash, stored_at, run_id, payload_id, line, position)
                     select @no, coalesce((select record_no from old), @no), coalesce((select version from old), 0) + 1,
                            (select dataset_no from hub.dataset where code = @dataset), 'P', 0, @subject, @content, '\x00', now(), @run, 0, 1, 1 returning record_no, version)
        insert into hub.head (record_id, record_no, version, version_no, operation, content_hash) select @record, record_no, version, @no, 'P', '\x00' from put
        on conflict (record_id) do update set version = excluded.version, version_no = excluded.version_no
        """;
}
