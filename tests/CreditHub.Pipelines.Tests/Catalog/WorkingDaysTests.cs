using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Catalog;

public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Days = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!.WorkingDays;

    [Theory]
    [InlineData("2026-02-14", true)] // Saturday worked for the spring festival
    [InlineData("2026-02-15", false)]
    [InlineData("2026-02-24", true)]
    [InlineData("2026-10-01", false)]
    [InlineData("2026-10-10", true)] // Saturday worked for the national day
    [InlineData("2026-11-21", false)] // an ordinary Saturday
    [InlineData("2018-12-29", true)] // named by the notice of 2019
    [InlineData("2018-12-31", false)]
    public void Knows_days_off_and_make_up_days(string day, bool works) => Assert.Equal(works, Days.IsWorkingDay(D(day)));

    [Theory]
    [InlineData("2026-11-20", 7, "2026-12-01")]
    [InlineData("2026-02-12", 7, "2026-02-28")] // 13, Saturday 14, then 24 to 27 and Saturday 28
    [InlineData("2026-02-13", 7, "2026-03-02")]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    public void Counts_working_days_after_the_day(string from, int days, string due) => Assert.Equal(D(due), Days.AddWorkingDays(D(from), days));

    [Fact]
    public void Never_guesses_a_year_without_a_notice()
    {
        Assert.DoesNotContain(2027, Days.KnownYears);
        Assert.Null(Days.IsWorkingDay(D("2027-01-04")));
        Assert.Null(Days.AddWorkingDays(D("2026-12-30"), 7));
        Assert.Equal(D("2026-12-31"), Days.AddWorkingDays(D("2026-12-30"), 1));
    }

    [Fact]
    public void Ends_at_the_end_of_time() => Assert.Null(Days.AddWorkingDays(DateOnly.MaxValue, 7));

    private static DateOnly D(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
