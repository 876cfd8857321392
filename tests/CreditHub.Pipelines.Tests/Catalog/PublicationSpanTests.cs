using System.Globalization;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>Last day of publication from terms and record.</summary>
public sealed class PublicationSpanTests
{
    private static readonly Period Order58 = new(new DateOnly(2023, 5, 1), new DateOnly(2026, 3, 31));
    private static readonly Period Order36 = new(new DateOnly(2026, 4, 1), null);

    [Theory]
    [InlineData("2024/05/10", "", "2027-05-10", "2024-08-10")]
    [InlineData("2024/05/10", "食品", "2027-05-10", "2025-05-10")]
    [InlineData("2026/03/31", "", "2029-03-31", "2026-06-30")]
    [InlineData("2026/04/01", "一般", "2027-04-01", "2026-07-01")]
    [InlineData("2026/04/01", "严重", "2029-04-01", "2027-04-01")]
    [InlineData("2024/02/29", "", "2027-02-28", "2024-05-29")]
    public void Ends_by_the_order_of_its_time(string day, string grade, string last, string least)
    {
        var span = Span(day, grade);

        Assert.Equal((DateOnly.Parse(last, CultureInfo.InvariantCulture), DateOnly.Parse(least, CultureInfo.InvariantCulture)), (span!.LastDay, span.MinimumDay));
    }

    [Fact]
    public void A_term_of_no_months_means_not_published()
    {
        var span = Span("2026/04/01", "轻微");

        Assert.Equal("36-minor", span!.Term.Id);
        Assert.Null(span.LastDay);
    }

    [Theory]
    [InlineData("2023/04/30", "")]
    [InlineData("2026/04/01", "")]
    [InlineData("", "一般")]
    public void Says_nothing_when_no_term_fits_or_its_start_is_absent(string day, string grade) => Assert.Null(Span(day, grade));

    [Fact]
    public void An_open_ended_start_does_not_overflow() => Assert.Equal(2102, Span("2099/12/31", "严重")!.LastDay!.Value.Year);

    private static PublicationSpan? Span(string day, string grade)
    {
        var dataset = new TestDataset { OwnDate = "DAY" }.Field("DAY", FieldType.Date).Field("G");
        dataset.Terms.AddRange([
            new("58", Order58, null, 36, 3, "DAY", "58号令"),
            new("58-food", Order58, "G == '食品'", 36, 12, "DAY", "58号令"),
            new("36-minor", Order36, "G == '轻微'", 0, null, "DAY", "36号令"),
            new("36-usual", Order36, "G == '一般'", 12, 3, "DAY", "36号令"),
            new("36-grave", Order36, "G == '严重'", 36, 12, "DAY", "36号令")]);
        var values = new RecordValues(2);
        values.Set(0, Encoding.UTF8.GetBytes(day));
        values.Set(1, Encoding.UTF8.GetBytes(grade));
        return PublicationSpan.Of(dataset.Plan, values, TestDataset.Today);
    }
}
