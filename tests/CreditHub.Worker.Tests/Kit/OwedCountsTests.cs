using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Kit;

/// <summary>What a platform is owed of a feed, by the shipped files and by hand.</summary>
public sealed class OwedCountsTests
{
    [Theory]
    [InlineData("SGS_XZCF", "CF_CFJGDM")]
    [InlineData("SGS_XZXK", "XK_XKJGDM")]
    public void A_county_is_owed_the_records_of_its_own_offices(string dataset, string office)
    {
        var layout = FeedLayout.Load(KitFiles.Config).First(l => l.Dataset == dataset);
        var made = FeedGenerator.Make(layout, new FeedPlan { Today = new DateOnly(2026, 11, 20), Good = 60 });
        var truth = made with
        {
            Rows = [.. made.Rows.Select((row, i) => row with { Values = new Dictionary<string, string>(row.Values) { [office] = i % 3 == 0 ? "11411081MB0000000A" : "11410100MB0000000A" } })],
        };
        int own = truth.Rows.Where((row, i) => row.Fate == TruthFate.New && i % 3 == 0).Count();
        int province = OwedCounts.Of(layout, truth, KitFiles.Config, "province");
        int county = OwedCounts.Of(layout, truth, KitFiles.Config, "county-yuzhou");
        Assert.InRange(county, 1, own);
        Assert.True(county < province);
        Assert.Equal(0, OwedCounts.Of(layout, truth, KitFiles.Config, "county-changge"));
    }
}
