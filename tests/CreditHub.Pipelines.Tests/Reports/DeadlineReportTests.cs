using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Tests.Store;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Reports;

public sealed class DeadlineReportTests
{
    private static readonly DateOnly s_from = new(2026, 10, 1);
    private static readonly DateOnly s_to = new(2026, 11, 20);

    [Fact]
    public async Task Every_record_of_the_period_stands_in_exactly_one_column()
    {
        await using var books = await Books.OpenAsync();
        string[] keys = ["kept", "on the day", "backdated", "slow", "overdue", "risk", "open", "no calendar", "kept back", "other period"];
        await books.StoreAsync([.. keys.Select(k => (k, "1"))]);
        await SetAsync(books, "kept", due: "2026-11-11", received: "2026-11-03", accepted: "2026-11-04");
        await SetAsync(books, "on the day", due: "2026-11-11", received: "2026-11-03", accepted: "2026-11-11");
        await SetAsync(books, "backdated", due: "2026-11-11", received: "2026-11-12", accepted: "2026-11-12");
        await SetAsync(books, "slow", due: "2026-11-11", received: "2026-11-03", accepted: "2026-11-12");
        await SetAsync(books, "overdue", due: "2026-11-19", received: "2026-11-03");
        await SetAsync(books, "risk", due: "2026-11-24", received: "2026-11-18");
        await SetAsync(books, "open", due: "2026-11-25", received: "2026-11-18");
        await SetAsync(books, "no calendar", due: null, received: "2026-11-18");
        await SetAsync(books, "kept back", due: "2026-11-11", received: "2026-11-03", accepted: "2026-11-04", state: "excluded");
        await books.ScalarAsync<int?>("update hub.record_version set decided_on = '2026-09-30' where version_no in (select version_no from hub.head where record_id = @id)", new { id = Books.Id("other period").ToString() });

        var row = Assert.Single(await Report(books).ReadAsync(s_from, s_to, TestContext.Current.CancellationToken));

        Assert.Equal(("TEST", "feed", "one", 9L), (row.Dataset, row.Connector, row.Platform, row.Acts));
        Assert.Equal((2L, 1L, 1L, 1L, 1L, 1L, 1L, 1L), (row.Kept, row.LateSupplied, row.LateDelivered, row.Overdue, row.AtRisk, row.Open, row.Unknown, row.NotOwed));
        Assert.Equal(2 / 5.0, row.OnTime);
    }

    [Fact]
    public async Task A_corrected_decision_date_counts_and_a_later_correction_of_the_rest_does_not_make_late()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await SetAsync(books, "a", due: "2026-10-12", received: "2026-10-08", accepted: "2026-10-09");
        await SetAsync(books, "b", due: "2026-11-05", received: "2026-11-03");
        await books.StoreAsync(("a", "2"), ("b", "2"));
        await SetAsync(books, "a", due: "2026-10-12", received: "2026-11-10", accepted: "2026-11-11"); // same decision, other text
        await SetAsync(books, "b", due: "2026-11-30", received: "2026-11-10"); // decided later than first said

        var row = Assert.Single(await Report(books).ReadAsync(s_from, s_to, TestContext.Current.CancellationToken));

        Assert.Equal((2L, 1L, 1L, 0L), (row.Acts, row.Kept, row.Open, row.Overdue));
    }

    [Theory]
    [InlineData("2026-09-30", "2026-10-09")] // the golden week lies between
    [InlineData("2026-11-20", "2026-11-24")]
    [InlineData("2026-09-18", "2026-09-21")] // Sunday the 20th is worked
    public void Two_working_days_are_counted_by_the_calendar(string today, string riskDay) =>
        Assert.Equal(Day(riskDay), DeadlineReport.RiskDay(Calendar(), Day(today)));

    [Fact]
    public void Without_a_calendar_risk_begins_earlier_and_the_year_is_named()
    {
        Assert.Equal(Day("2027-01-08"), DeadlineReport.RiskDay(Calendar(), Day("2027-01-01")));
        var report = new DeadlineReport(null!, Books.Snapshot with { WorkingDays = Calendar() }, new TestClock(new DateTimeOffset(2026, 12, 20, 8, 0, 0, TimeSpan.Zero)));
        Assert.Equal([2027], report.UnknownYears);
    }

    private static DeadlineReport Report(Books books)
    {
        var (key, dataset) = Books.Snapshot.Datasets.First();
        var datasets = new Dictionary<(string, string), DatasetDefinition> { [key] = dataset with { Deadline = new DeadlineDefinition(7, "B", "法规") } };
        return new DeadlineReport(books.Source, Books.Snapshot with { Datasets = datasets, WorkingDays = Calendar() }, new TestClock(new DateTimeOffset(2026, 11, 20, 8, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>Puts days into the books for the newest version of a record, and its acceptance.</summary>
    private static async Task SetAsync(Books books, string key, string? due, string received, string? accepted = null, string state = "accepted")
    {
        var at = new { id = Books.Id(key).ToString(), due = due is null ? (DateOnly?)null : Day(due), received, accepted, state };
        await books.ScalarAsync<int?>("update hub.record_version set decided_on = '2026-11-02', due_on = @due where version_no in (select version_no from hub.head where record_id = @id)", at);
        await books.ScalarAsync<int?>(
            """
            with copy as (
                insert into hub.payload (run_id, ordinal, connector, name, sha256, bytes, received_at, received_on, path, location, cursor)
                select p.run_id, 100 + h.record_no, p.connector, p.name, p.sha256, 1, (@received || ' 12:00 +08')::timestamptz, @received::date, '', '', ''
                from hub.head h join hub.record_version v using (version_no) join hub.payload p using (payload_id) where h.record_id = @id
                returning payload_id)
            update hub.record_version set payload_id = (select payload_id from copy) where version_no in (select version_no from hub.head where record_id = @id)
            """, at);
        if (accepted is not null)
        {
            await books.ScalarAsync<int?>(
                """
                with done as (delete from hub.outbox where version_no in (select version_no from hub.head where record_id = @id) returning *)
                insert into hub.settlement (platform_no, record_no, version, version_no, dataset_no, operation, state, settled_at)
                select platform_no, record_no, version, version_no, dataset_no, operation, @state, (@accepted || ' 23:30 +08')::timestamptz from done
                """, at);
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static WorkingDays Calendar() => new(new Dictionary<int, YearCalendar>
    {
        [2026] = new YearCalendar(Enumerable.Range(1, 7).Select(d => new DateOnly(2026, 10, d)).ToHashSet(), new HashSet<DateOnly> { new(2026, 9, 20) }),
    });
}
