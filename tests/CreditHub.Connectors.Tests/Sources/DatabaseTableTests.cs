using System.Diagnostics;
using System.Globalization;
using System.Text;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Sources.DatabaseQuery;
using CreditHub.Connectors.Sources.DatabaseTable;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Tables and queries of a real PostgreSQL.</summary>
public sealed class DatabaseTableTests : IAsyncLifetime
{
    private readonly Directories _files = new();
    private readonly DatabaseConnections _connections = new();
    private readonly string _variable = "CREDITHUB_TEST_SOURCE_" + Guid.NewGuid().ToString("N");
    private TestDatabase _database = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateEmptyAsync(Stop);
        Environment.SetEnvironmentVariable(_variable, _database.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _connections.Dispose();
        _files.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Values_come_exactly_as_they_are()
    {
        await _database.ExecuteAsync("""
            create table t (id bigint primary key, gxsj timestamp, op char(3), n numeric(20,6), big numeric, d date, tz timestamptz, b bytea, f boolean, x text, r double precision);
            insert into t values (1, '2026-11-20 08:00:00', 'U', 12345678901234.500000, 0.00000000000000000001, '2026-02-03', '2026-11-20 00:00:00.123+00', '\x00ff', true, E'张三\n"x"', 1e-7);
            insert into t (id, gxsj) values (2, '2026-11-20 08:00:00.25');
            """, Stop);

        var rows = (await TakeAsync(Table("changes"), Cursor.Start)).Rows;

        Assert.Equal("1|2026-11-20 08:00:00|U|12345678901234.500000|0.00000000000000000001|2026-02-03|2026-11-20 08:00:00.123|AP8=|1|张三\n\"x\"|0.0000001", rows[0]);
        Assert.Equal("2|2026-11-20 08:00:00.250|||||||||", rows[1]);
    }

    [Fact]
    public async Task Changes_are_followed_from_page_to_page_and_from_run_to_run_with_overlap()
    {
        await FillAsync(95);
        var source = Table("changes", ",\"maxRowsPerPayload\":10,\"overlapSeconds\":60");

        var first = await TakeAsync(source, Cursor.Start);
        await _database.ExecuteAsync("""
            update t set gxsj = '2026-11-20 11:00:00', x = 'changed' where id = 3;
            insert into t values (200, '2026-11-20 10:34:30', 'I', 'late, but within the overlap');
            insert into t values (201, null, 'I', 'without a time stamp');
            insert into t values (202, '2099-01-01', 'I', 'mistyped year');
            """, Stop);
        var second = await TakeAsync(source, first.Cursors[^1]);
        var third = await TakeAsync(source, second.Cursors[^1]);

        Assert.Equal(Enumerable.Range(1, 95), first.Ids);
        Assert.Equal(10, first.Cursors.Count);
        Assert.Equal([94, 200, 95, 3, 202], second.Ids);
        Assert.Equal([3, 202], third.Ids);
        foreach (var (cursor, i) in first.Cursors.Select((cursor, i) => (cursor, i)))
        {
            Assert.Superset(Enumerable.Range(1, 95).Skip((i + 1) * 10).ToHashSet(), (await TakeAsync(source, cursor)).Ids.ToHashSet());
        }
    }

    [Fact]
    public async Task Rows_of_one_moment_are_told_apart_by_their_keys()
    {
        await FillAsync(95);
        await _database.ExecuteAsync("update t set gxsj = '2026-11-20 09:00:00'", Stop);

        Assert.Equal(Enumerable.Range(1, 95), (await TakeAsync(Table("changes", ",\"maxRowsPerPayload\":10"), Cursor.Start)).Ids);
    }

    [Fact]
    public async Task An_empty_table_is_an_empty_payload_and_the_cursor_stays()
    {
        await FillAsync(0);

        var taken = await TakeAsync(Table("changes"), Cursor.Start);

        Assert.Empty(taken.Rows);
        Assert.True(Assert.Single(taken.Cursors).IsStart);
    }

    [Theory]
    [InlineData("""{"v":1,"since":{"Type":"timestamp","Text":"2999-01-01T00:00:00"},"id":{"Type":"number","Text":"1"}}""", "future")]
    [InlineData("""{"v":1,"since":{"Type":"timestamp","Text":"x' or 1=1"},"id":{"Type":"number","Text":"1"}}""", "not one of this source")]
    [InlineData("""{"v":2}""", "not one of this source"), InlineData("nonsense", "not one of this source")]
    public async Task A_cursor_from_the_future_or_from_elsewhere_needs_a_person(string cursor, string words)
    {
        await FillAsync(1);

        var failed = await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Table("changes"), new Cursor(cursor)));

        Assert.Equal(FailureKind.Config, failed.Kind);
        Assert.Contains(words, failed.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_snapshot_declares_its_count_and_refuses_to_be_half()
    {
        await FillAsync(30);

        var payloads = new List<long?>();
        await foreach (var payload in Table("snapshot").FetchAsync(new FetchWindow(Cursor.Start), Stop))
        {
            payloads.Add(payload.Declared!());
        }

        Assert.Equal([30L], payloads);
        Assert.Equal(30, (await TakeAsync(Table("snapshot"), Cursor.Start)).Rows.Count);
        var large = await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(Table("snapshot", ",\"maxRowsPerPayload\":29"), Cursor.Start));
        Assert.Equal(FailureKind.Config, large.Kind);
    }

    [Fact]
    public async Task Rows_are_marked_after_the_books_are_done_unless_they_changed_meanwhile()
    {
        await FillAsync(25);
        await _database.ExecuteAsync("alter table t add taken int not null default 0", Stop);
        const string mark = ",\"maxRowsPerPayload\":10,\"mark\":{\"column\":\"taken\",\"pending\":\"0\",\"taken\":\"1\",\"type\":\"number\"}";
        var fetched = new List<FetchedPayload>();
        await foreach (var payload in Table("mark", mark).FetchAsync(new FetchWindow(Cursor.Start), Stop))
        {
            fetched.Add(payload);
        }

        Assert.Equal(0L, await TakenAsync());
        await _database.ExecuteAsync("update t set gxsj = gxsj + interval '1 day' where id = 7", Stop);
        foreach (var payload in fetched.Take(2))
        {
            // another process after a kill, and once more
            await Table("mark", mark).SettleAsync(new SettledPayload(payload.Name, "", PayloadOutcome.Merged, ""), Stop);
            await Table("mark", mark).SettleAsync(new SettledPayload(payload.Name, "", PayloadOutcome.Merged, ""), Stop);
        }

        await Table("mark", mark).SettleAsync(new SettledPayload(fetched[2].Name, "", PayloadOutcome.Refused, "x"), Stop);
        Assert.Equal(19L, await TakenAsync());
        Assert.Equal([7, 21, 22, 23, 24, 25], (await TakeAsync(Table("mark", mark), Cursor.Start, settle: true)).Ids);
        Assert.Empty((await TakeAsync(Table("mark", mark), Cursor.Start)).Ids);
    }

    [Fact]
    public async Task A_window_and_a_subject_ask_for_no_more()
    {
        await FillAsync(60 * 48);

        Assert.Equal(Enumerable.Range(900, 1440), (await TakeAsync(Table("changes"), Cursor.Start, new DateOnly(2026, 11, 21), new DateOnly(2026, 11, 21))).Ids);
        var subject = new FetchWindow(new Cursor("kept"), Subject: "row 7");
        await foreach (var payload in Table("changes", ",\"subjectColumn\":\"x\"").FetchAsync(subject, Stop))
        {
            Assert.Equal((1L, "kept"), (payload.Declared!(), payload.CursorAfter.Value));
        }
    }

    [Fact]
    public async Task Every_way_of_failing_is_told_apart()
    {
        await FillAsync(3);
        await _database.ExecuteAsync("""
            create table locked (like t); revoke all on locked from current_user; create view slow as select id, gxsj, pg_sleep(5)::text as x from t;
            """, Stop);
        await FailsAsync(Table("changes", table: "public.gone"), FailureKind.Config, "table does not exist");
        await FailsAsync(Table("changes", table: "gone.t"), FailureKind.Config, "does not exist");
        await FailsAsync(Table("changes", ",\"columns\":[\"id\",\"gxsj\",\"gone\"]"), FailureKind.Config, "column does not exist");
        await FailsAsync(Table("changes", ",\"timeoutSeconds\":1", table: "slow"), FailureKind.Transient, "did not answer in time");
        await FailsAsync(Table("changes", table: "locked"), FailureKind.Config, "may not read");
        await FailsAsync(With("Username=nobody_of_that_name"), FailureKind.Config, "does not let us in");
        await FailsAsync(With("Database=gone"), FailureKind.Config, "database of that name");
        await FailsAsync(With("Host=127.0.0.1;Port=9;Timeout=3"), FailureKind.Transient, "cannot be reached");
        await FailsAsync(With("Host=169.254.169.254;Timeout=3"), FailureKind.Config, "address of the database is refused");
    }

    [Fact]
    public async Task A_connection_cut_while_reading_gives_no_payload()
    {
        await _database.ExecuteAsync("create table t (id bigint primary key, gxsj timestamp, x text); insert into t select i, '2026-11-20', repeat('x', 1000) from generate_series(1, 20000) i", Stop);
        await _database.ExecuteAsync("create view cut as select id, gxsj, case when id = 15000 then pg_terminate_backend(pg_backend_pid())::text else x end as x from t", Stop);

        await FailsAsync(Table("changes", table: "cut"), FailureKind.Transient, "");
    }

    [Fact]
    public async Task A_query_is_asked_page_by_page_and_cannot_write()
    {
        await FillAsync(95);
        const string keyset = "select id, gxsj, x from t where gxsj > @since or (gxsj = @since and id > @sinceId) order by gxsj, id limit @limit -- ; @nothing";

        var first = await TakeAsync(Query(keyset), Cursor.Start);
        Assert.Equal(Enumerable.Range(1, 95), first.Ids);
        Assert.Equal(10, first.Cursors.Count);
        Assert.Equal([91, 92, 93, 94, 95], (await TakeAsync(Query(keyset), first.Cursors[^1])).Ids);
        await _database.ExecuteAsync("create function f() returns int language sql as 'delete from t returning 1'", Stop);
        await FailsAsync(Query("select id, gxsj, f() as x from t where id > @sinceId and gxsj > @since limit @limit"), FailureKind.Config, "tries to write");
    }

    [Theory]
    [InlineData("delete from t where id = @limit"), InlineData("select 1 limit @limit; delete from t"), InlineData("select * from t where x = @name limit @limit"), InlineData("select 1")]
    public void A_query_that_is_not_one_bounded_select_is_a_finding(string text)
    {
        WriteQuery(text);

        Assert.Contains(QueryKind().Validate(Decoded.Settings(QuerySettings)), f => f.Path == "$.query");
    }

    [Fact]
    public async Task A_changed_query_is_taken_into_use_with_the_rest_of_the_config()
    {
        await FillAsync(3);
        WriteQuery("select id, gxsj from t where id > @sinceId and gxsj > @since order by gxsj, id limit @limit");
        var started = QueryKind();
        WriteQuery("select id, gxsj from t where id > @sinceId + 2 and gxsj > @since order by gxsj, id limit @limit");
        var settings = Decoded.Settings(QuerySettings.Replace("CREDITHUB_TEST_ANY", _variable, StringComparison.Ordinal));

        Assert.Equal([1, 2, 3], (await TakeAsync(started.Create("front", settings), Cursor.Start)).Ids);
        Assert.Equal([3], (await TakeAsync(QueryKind().Create("front", settings), Cursor.Start)).Ids);
    }

    [Fact]
    public void Every_mistake_of_the_settings_is_found()
    {
        var findings = Kind().Validate(Decoded.Settings("""
            {"connection":"Host=x;Password=y","table":"t; drop table t","columns":["a","b\""],"id":"i d","mode":"some","mark":{"column":"x y","taken":"q","type":"number"},"subjectColumn":"'","colour":1}
            """));

        Assert.Superset(
            new HashSet<string>(["$.connection", "$.table", "$.columns", "$.id", "$.mode", "$.mark.column", "$.mark.taken", "$.subjectColumn", "$.colour", "$.time", "$.mark"]),
            findings.Select(f => f.Path).ToHashSet());
        Assert.DoesNotContain(findings, f => f.ToString().Contains("Password", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hundred_thousand_rows_take_no_memory_of_their_own()
    {
        await _database.ExecuteAsync("create table t (id bigint primary key, gxsj timestamp, x text); insert into t select i, timestamp '2026-11-20' + i * interval '1 second', repeat('x', 500) from generate_series(1, 100000) i", Stop);
        long before = GC.GetTotalMemory(forceFullCollection: true), peak = 0, bytes = 0;
        long started = Stopwatch.GetTimestamp();
        await foreach (var payload in Table("changes").FetchAsync(new FetchWindow(Cursor.Start), Stop))
        {
            peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
            Assert.Equal(100_000, payload.Declared!());
            bytes += (await payload.OpenAsync(Stop)).Length;
        }

        TestContext.Current.SendDiagnosticMessage($"{bytes >> 20} MiB in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, {peak - before >> 20} MiB more on the heap");

        // the heap belongs to all tests that run at the same time: it is judged where the large run is asked for, alone
        Assert.True(Environment.GetEnvironmentVariable("CREDITHUB_CONFORMANCE_ROWS") is null || peak - before < 60 << 20, $"{(peak - before) >> 20} MiB more on the heap");
        Assert.True(bytes > 50_000_000);
    }

    [Fact]
    public async Task A_trial_names_what_is_there()
    {
        await FillAsync(12);

        Assert.Equal("the table holds 12 rows", (await Table("changes").TryAsync(Stop))?.Remark);
    }

    private const string QuerySettings = """
        {"connection":"env:CREDITHUB_TEST_ANY","query":"q.sql","id":"id","time":"gxsj","since":{"start":"1900-01-01"},"sinceId":{"type":"number","start":"0"},"maxRowsPerPayload":10,"overlapSeconds":270}
        """;

    private DatabaseTableKind Kind() => new(_files.Root, _connections, TimeProvider.System, NullLogger<DatabaseTableKind>.Instance);

    private DatabaseQueryKind QueryKind() => new(_files.Root, new QueryFolder(_files.In("queries")), _connections, TimeProvider.System);

    private ISource Table(string mode, string more = "", string table = "t", string? variable = null) => Kind().Create("front", Decoded.Settings(
        $$"""{"connection":"env:{{variable ?? _variable}}","table":"{{table}}","mode":"{{mode}}","id":"id","time":"gxsj"{{more}}}"""));

    private ISource Query(string text)
    {
        WriteQuery(text);
        return QueryKind().Create("front", Decoded.Settings(QuerySettings.Replace("CREDITHUB_TEST_ANY", _variable, StringComparison.Ordinal)));
    }

    private void WriteQuery(string text)
    {
        Environment.SetEnvironmentVariable("CREDITHUB_TEST_ANY", "Host=127.0.0.1");
        Directory.CreateDirectory(_files.In("queries"));
        File.WriteAllText(_files.In("queries", "q.sql"), text);
    }

    /// <summary>The same table through a connection string with other parts.</summary>
    private ISource With(string parts)
    {
        string variable = _variable + "_" + Guid.NewGuid().ToString("N")[..6];
        Environment.SetEnvironmentVariable(variable, _database.ConnectionString + ";" + parts);
        return Table("changes", variable: variable);
    }

    private Task FillAsync(int rows) => _database.ExecuteAsync(
        $"create table t (id bigint primary key, gxsj timestamp, op text, x text); insert into t select i, timestamp '2026-11-20 09:00:00' + i * interval '1 minute', 'I', 'row ' || i from generate_series(1, {rows.ToString(CultureInfo.InvariantCulture)}) i", Stop);

    private async Task<long> TakenAsync() => await _database.ScalarAsync<long>("select count(*) from t where taken = 1", Stop);

    private static async Task FailsAsync(ISource source, FailureKind kind, string words)
    {
        var failed = await Assert.ThrowsAsync<ConnectorException>(() => TakeAsync(source, Cursor.Start));
        Assert.Contains(words, failed.OperatorMessage, StringComparison.Ordinal);
        Assert.Equal(kind, failed.Kind);
    }

    internal static async Task<(List<string> Rows, List<int> Ids, List<Cursor> Cursors)> TakeAsync(ISource source, Cursor from, DateOnly? first = null, DateOnly? last = null, bool settle = false)
    {
        var (rows, ids, cursors) = (new List<string>(), new List<int>(), new List<Cursor>());
        var decoder = new JsonKind().Create("x", Decoded.Settings("""{"records":"$.rows"}"""));
        await foreach (var payload in source.FetchAsync(new FetchWindow(from, first, last), Stop))
        {
            await foreach (var record in decoder.DecodeAsync(await payload.OpenAsync(Stop), Stop))
            {
                string[] fields = [.. Enumerable.Range(0, record.Columns.Count).Select(i => Encoding.UTF8.GetString(record[i]))];
                ids.Add(int.Parse(fields[record.Columns.ToList().IndexOf("id")], CultureInfo.InvariantCulture));
                rows.Add(string.Join('|', fields));
            }

            cursors.Add(payload.CursorAfter);
            if (settle)
            {
                await source.SettleAsync(new SettledPayload(payload.Name, "", PayloadOutcome.Merged, ""), Stop);
            }
        }

        return (rows, ids, cursors);
    }
}
