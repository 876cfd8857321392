using System.Globalization;
using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports.Feeds;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Testing;
using Dapper;

namespace CreditHub.Pipelines.Tests.Reports;

/// <summary>Missed slot, stale feed, zero report and empty answer are four different things.</summary>
public sealed class FeedReportTests
{
    // Saturday 2026-10-10 is a make-up day, the holiday ends on Wednesday 2026-10-07.
    private static readonly WorkingDays Calendar = new(new Dictionary<int, YearCalendar>
    {
        [2026] = new(Enumerable.Range(1, 7).Select(day => new DateOnly(2026, 10, day)).ToHashSet(), new HashSet<DateOnly> { new(2026, 10, 10) }),
    });

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Cycle.Day, 0, "2026-09-30", "2026-10-08"), InlineData(Cycle.Day, 2, "2026-10-08", "2026-10-12"), InlineData(Cycle.Week, 0, "2026-09-30", "2026-10-08")]
    [InlineData(Cycle.Month, 3, "2026-09-03", "2026-10-12"), InlineData(Cycle.Quarter, 0, "2026-05-31", "2026-08-31"), InlineData(Cycle.HalfYear, 1, "2026-03-31", "2026-10-08")]
    [InlineData(Cycle.Year, 0, "2025-11-25", "2026-11-25"), InlineData(Cycle.Never, 3, "2020-01-01", null), InlineData(Cycle.Month, 3, "2026-12-15", null)]
    public void Days_off_and_make_up_days_count_by_the_calendar(Cycle every, int grace, string heard, string? due) =>
        Assert.Equal(due, new ExpectedCycle(every, grace).DueAfter(DateOnly.ParseExact(heard, "yyyy-MM-dd", CultureInfo.InvariantCulture), Calendar)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("daily", Cycle.Day), InlineData("realtime", Cycle.Day), InlineData("wd7", Cycle.Month), InlineData("monthly", Cycle.Month), InlineData("yearly", Cycle.Year), InlineData("adhoc", Cycle.Never)]
    public void Without_a_word_in_the_connector_the_dataset_s_cycle_counts(string updateCycle, Cycle expected) =>
        Assert.Equal(expected, ExpectedCycle.Of(Connector(null), Dataset(updateCycle)).Every);

    [Fact]
    public async Task Rows_a_zero_report_an_empty_answer_and_nothing_at_all_are_told_apart()
    {
        await using var books = await BooksAsync();
        Assert.Equal(("nothing", false), await StateAsync(books));
        await RunAsync(books, days: 3, rows: 5, news: 5);
        Assert.Equal(("rows", false), await StateAsync(books));
        await RunAsync(books, days: 2, rows: 0, news: 0);
        Assert.Equal(("empty_answer", false), await StateAsync(books));
        await RunAsync(books, days: 1, rows: 0, news: 0, document: true);
        Assert.Equal(("zero_report", false), await StateAsync(books));
        Assert.Equal(["empty_answer", "zero_report"], await books.QueryAsync("select kind from evidence.silence order by since"));
    }

    [Fact]
    public async Task A_feed_that_brings_only_what_is_known_is_stale_and_owes_nothing()
    {
        await using var books = await BooksAsync();
        await RunAsync(books, days: 60, rows: 5, news: 5);
        await RunAsync(books, days: 1, rows: 5, news: 0);
        Assert.Equal(("stale", false), await StateAsync(books));
        await RunAsync(books, days: 60, rows: 0, news: 0, document: true);
        Assert.Equal(("stale", false), await StateAsync(books));
        await RunAsync(books, days: 0, rows: 0, news: 0, document: true);
        Assert.Equal(("zero_report", false), await StateAsync(books));
    }

    [Fact]
    public async Task A_feed_that_fails_or_answers_with_nothing_for_too_long_owes_a_report()
    {
        await using var books = await BooksAsync();
        await RunAsync(books, days: 60, rows: 5, news: 5);
        await RunAsync(books, days: 1, rows: 0, news: 0);
        await RunAsync(books, days: 0, rows: 0, news: 0, outcome: "failed");
        Assert.Equal(("stale", true), await StateAsync(books));
        var feed = Assert.Single(await FeedsAsync(books));
        Assert.Equal(new DateOnly(2026, 10, 29), feed.DueOn);
    }

    [Fact]
    public async Task A_slot_whose_run_did_not_happen_is_missed_and_each_silence_is_told_once()
    {
        await using var books = await BooksAsync();
        await RunAsync(books, days: 60, rows: 5, news: 5);
        var warnings = new FeedWarnings(books.Source);
        var feeds = await FeedsAsync(books, slot: Now.AddHours(-2));
        Assert.Equal(Now.AddHours(-2).UtcDateTime, Assert.Single(feeds).MissedSlot);
        Assert.Null(Assert.Single(await FeedsAsync(books, slot: Now.AddMinutes(-5))).MissedSlot);

        var told = Assert.Single(await warnings.RecordAsync(feeds, Ct));
        Assert.Equal(("stale", true), (told.State, told.MissedSlot is not null));
        Assert.Empty(await warnings.RecordAsync(feeds, Ct));
        Assert.Equal(["missed_slot", "stale"], await books.QueryAsync("select kind from evidence.silence where closed_at is null order by kind"));

        await RunAsync(books, days: 0, rows: 5, news: 1);
        Assert.Empty(await warnings.RecordAsync(await FeedsAsync(books), Ct));
        Assert.Empty(await books.QueryAsync("select kind from evidence.silence where closed_at is null"));
    }

    private static async Task<(string State, bool Owes)> StateAsync(BooksOf books)
    {
        var feed = Assert.Single(await FeedsAsync(books));
        return (feed.State, feed.Owes);
    }

    private static Task<IReadOnlyList<FeedState>> FeedsAsync(BooksOf books, DateTimeOffset? slot = null) =>
        new FeedReport(books.Source, Snapshot, new TestClock(Now)).ReadAsync((_, _) => slot, Ct);

    private static async Task<BooksOf> BooksAsync()
    {
        SqlTypes.Register();
        var books = new BooksOf(await TestDatabase.CreateAsync());
        await new HubDatabase(books.Source, Snapshot).PrepareAsync(Ct);
        await books.ExecuteAsync("update hub.feed set known_since = @at", new { at = Now.UtcDateTime.AddDays(-5) });
        return books;
    }

    private static Task RunAsync(BooksOf books, int days, int rows, int news, bool document = false, string? outcome = null) => books.ExecuteAsync(
        """
        with r as (insert into hub.run (connector, kind, actor, epoch, config_digest, dataset_no, step, outcome, started_at, ended_at, read, new, unchanged)
                   values ('feed', 'scheduled', 'test', 1, '0', (select dataset_no from hub.dataset), 'ended', @outcome, @at, @at, @rows, @news, @rows - @news) returning run_id)
        insert into hub.payload (run_id, ordinal, connector, name, sha256, bytes, received_at, received_on, path, location, cursor, rows, outcome, document)
        select run_id, 0, 'feed', 'x', '', 0, @at, @at::date, '', '', '', @rows, 'merged', @document from r
        """,
        new { outcome = outcome ?? (rows > 0 ? "succeeded" : "zero_report"), at = Now.UtcDateTime.AddDays(-days), rows, news, document });

    private static ConnectorDefinition Connector(ExpectedCycle? expected) => new()
    {
        Name = "feed", Supplier = new("x", "某局"), Dataset = "D", Edition = "2026", Source = new("None", default(JsonElement)), Decoder = new("None", default(JsonElement)), Expected = expected,
    };

    private static DatasetDefinition Dataset(string updateCycle) => new()
    {
        Code = "D", Edition = "2026", Name = "某数据", Disclosure = Disclosure.Public, NaturalKey = ["NO"], Subject = new(null, null, null, null, null, null, null),
        Fields = [new FieldDefinition { Code = "NO", Name = "号", Type = FieldType.Text }], UpdateCycle = updateCycle,
    };

    private static CatalogSnapshot Snapshot { get; } = new()
    {
        Datasets = new Dictionary<(string, string), DatasetDefinition> { [("D", "2026")] = Dataset("monthly") }, CodeSets = new Dictionary<string, CodeSetDefinition>(),
        Connectors = new Dictionary<string, ConnectorDefinition> { ["feed"] = Connector(null) }, Platforms = new Dictionary<string, PlatformDefinition>(),
        WorkingDays = Calendar, Sender = "411000", Digest = new string('0', 64),
    };

    private sealed class BooksOf(TestDatabase database) : IAsyncDisposable
    {
        public Npgsql.NpgsqlDataSource Source => database.Source;

        public async Task ExecuteAsync(string sql, object values)
        {
            await using var connection = await Source.OpenConnectionAsync(Ct);
            await connection.ExecuteAsync(sql, values);
        }

        public async Task<List<string>> QueryAsync(string sql)
        {
            await using var connection = await Source.OpenConnectionAsync(Ct);
            return (await connection.QueryAsync<string>(sql)).AsList();
        }

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
