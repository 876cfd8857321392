using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

public class DateNormalizationTests
{
    [Theory]
    [InlineData("2026/02/03"), InlineData("2026-02-03"), InlineData("2026.02.03"), InlineData("2026/2/3"), InlineData("2026-2-3"), InlineData("2026.2.3")]
    [InlineData("20260203"), InlineData("2026年2月3日"), InlineData("2026年02月03日"), InlineData("20260203154247"), InlineData("2026-02-03 15:42:47")]
    [InlineData("2026/2/3 5:42:47"), InlineData("2026-02-03T15:42:47"), InlineData("2026-02-03 00:00:00.0"), InlineData("2026/2/3 0:00"), InlineData("46056")]
    [InlineData("46056.0"), InlineData("46056.5"), InlineData("２０２６年２月３日"), InlineData("２０２６－０２－０３"), InlineData(" 2026/2/3 "), InlineData("2026-02-03 23:59:59")]
    [InlineData("20260203.0"), InlineData("2026-02-03T15:42:47.123")]
    public async Task Reads_every_form_the_catalog_names(string raw)
    {
        var row = await Row(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal("2026/02/03", row["D"]);
    }

    [Theory]
    [InlineData("2/3/26"), InlineData("03/02/2026"), InlineData("3-Feb-2026"), InlineData("2026"), InlineData("202602"), InlineData("260203"), InlineData("2023-02-29")]
    [InlineData("2026-13-01"), InlineData("2026-00-10"), InlineData("2026-02-03T15:42:47Z"), InlineData("2026-02-03T15:42:47+08:00"), InlineData("2026-02-03 24:00:00")]
    [InlineData("2026-2/3"), InlineData("2026年2月3"), InlineData("2026-02-03号"), InlineData("20260230"), InlineData("长期"), InlineData("4605"), InlineData("460560")]
    [InlineData("2026-02-03 aa"), InlineData("明天"), InlineData("1799/12/31"), InlineData("20260203 "+"x"), InlineData("٢٠٢٦-٠٢-٠٣"), InlineData("2026--02-03"), InlineData("20260203246060")]
    [InlineData("20261"), InlineData("19999"), InlineData("60"), InlineData("60.0"), InlineData("59.0"), InlineData("9999.0"), InlineData("73051"), InlineData("20260203.5"), InlineData("9999-09-09"), InlineData("9999/12/31")]
    public async Task Refuses_what_is_ambiguous_or_no_day(string raw)
    {
        var row = await Row(raw);
        Assert.Equal(["date"], row.Rules);
        Assert.False(row.Accepted);
    }

    [Theory]
    [InlineData("1899-12-31"), InlineData("1899/12/30"), InlineData("1900-01-01"), InlineData("1970-01-01 00:00:00"), InlineData("0001-01-01"), InlineData("19000101")]
    [InlineData("0000/00/00"), InlineData("0000-00-00 00:00:00"), InlineData("00000000"), InlineData("1900/1/0"), InlineData("1900-01-00"), InlineData("无处罚期限"), InlineData("无有效期")]
    public async Task Takes_sentinel_days_as_absent(string raw)
    {
        var row = await Row(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Null(row["D"]);
        Assert.Equal(["null_date"], row.RepairRules);
    }

    [Theory]
    [InlineData("长期"), InlineData("长期有效"), InlineData("永久"), InlineData("无固定期限"), InlineData("2099-12-31"), InlineData("2099/12/31"), InlineData("9999-09-09"), InlineData("9999-12-31")]
    public async Task Gives_no_end_one_form_where_the_field_is_open_ended(string raw)
    {
        var row = await new TestDataset().Field("K").Field("D", FieldType.Date, "date open_ended:2099/12/31").RowAsync("k", raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal("2099/12/31", row["D"]);
    }

    [Theory]
    [InlineData("10000", "1927/05/18"), InlineData("36526", "2000/01/01"), InlineData("73050", "2099/12/31"), InlineData("46056.99999", "2026/02/03"), InlineData("20261.0", "1955/06/21"), InlineData("20260", "1955/06/20")]
    public async Task Reads_spreadsheet_day_numbers_past_the_day_that_never_was(string raw, string expected)
    {
        var row = await Row(raw);
        Assert.Equal(expected, row["D"]);
        Assert.Equal(["excel_serial"], row.RepairRules);
    }

    [Fact]
    public async Task Day_numbers_mean_days_only_where_a_day_is_expected()
    {
        var row = await new TestDataset().Field("K").Field("T").Field("N", FieldType.Integer).Field("Y", FieldType.Year).RowAsync("k", "46056", "46056", "");
        Assert.Equal(("46056", "46056"), (row["T"], row["N"]));
        Assert.Empty(row.Repairs);
    }

    [Fact]
    public async Task Keeps_the_far_day_of_a_field_without_open_end_as_it_came() =>
        Assert.Equal("2099/12/31", (await Row("2099-12-31"))["D"]);

    [Fact]
    public async Task A_day_in_summer_time_stays_the_same_day()
    {
        Assert.Equal("1990/07/01", (await Row("1990-07-01"))["D"]);
        Assert.Equal("1988/04/17", (await Row("1988-04-17 02:30:00"))["D"]);
    }

    [Theory]
    [InlineData("2026/11/20", true), InlineData("2026/11/21", false), InlineData("2026-11-20 23:59:59", true)]
    public async Task Compares_with_the_day_the_payload_was_received(string raw, bool accepted)
    {
        var row = await new TestDataset().Field("K").Field("D", FieldType.Date, "date_le_today").RowAsync("k", raw);
        Assert.Equal(accepted, row.Accepted);
        Assert.Equal(accepted ? [] : ["date_le_today"], row.Rules);
    }

    [Fact]
    public async Task Compares_two_dates_only_when_both_are_there()
    {
        var dataset = new TestDataset().Field("K").Field("A", FieldType.Date).Field("B", FieldType.Date, "date_ge:A");
        Assert.Equal(["date_ge"], (await dataset.RowAsync("k", "2026-01-02", "2026-01-01")).Rules);
        Assert.True((await dataset.RowAsync("k", "2026-01-02", "2026-01-02")).Accepted);
        Assert.True((await dataset.RowAsync("k", "", "2026-01-01")).Accepted);
        Assert.Equal(["date"], (await dataset.RowAsync("k", "bad", "2026-01-01")).Rules);
    }

    [Theory]
    [InlineData("202603", "202603"), InlineData("2026-03", "202603"), InlineData("2026/3", "202603"), InlineData("2026年3月", "202603"), InlineData("202603.0", "202603")]
    [InlineData("2026-03-01", "202603"), InlineData("2026/3/1", "202603"), InlineData("202613", null), InlineData("2026-03-05", null), InlineData("26-03", null), InlineData("2026", null)]
    public async Task Reads_months(string raw, string? expected)
    {
        var row = await new TestDataset().Field("K").Field("M", FieldType.Month, "yyyymm").RowAsync("k", raw);
        Assert.Equal(expected is null ? ["yyyymm"] : [], row.Rules);
        Assert.True(expected is null || row["M"] == expected);
    }

    [Theory]
    [InlineData("2026", "2026"), InlineData("2026年", "2026"), InlineData("2026年度", "2026"), InlineData("2026.0", "2026"), InlineData("２０２６", "2026"), InlineData("26", null), InlineData("202603", null)]
    public async Task Reads_years(string raw, string? expected)
    {
        var row = await new TestDataset().Field("K").Field("Y", FieldType.Year, "year").RowAsync("k", raw);
        Assert.Equal(expected is null ? ["year"] : [], row.Rules);
        Assert.True(expected is null || row["Y"] == expected);
    }

    private static Task<RowOutcome> Row(string raw) => new TestDataset().Field("K").Field("D", FieldType.Date, "date").RowAsync("k", raw);
}
