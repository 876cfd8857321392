using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>A platform may be concerned with a part of a dataset only: a county with its own area.</summary>
public sealed class PlatformScopeTests
{
    private static readonly DatasetDefinition Dataset = new TestDataset().Field("K").Definition;

    private static PlatformDefinition Platform(string name, string? where = null, bool enabled = true, bool publishes = false) => new()
    {
        Name = name, Title = name, Enabled = enabled, Publishes = publishes, Kind = new KindSettings("PlatformApi", default), Datasets = ["*"], Disclosure = [Disclosure.Public],
        Where = where is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [Dataset.Code] = where },
    };

    private static DatasetDefinition Scoped(params PlatformDefinition[] platforms) => PlatformScopes.Apply(
        new Dictionary<(string Dataset, string Edition), DatasetDefinition> { [(Dataset.Code, Dataset.Edition)] = Dataset }, platforms)[(Dataset.Code, Dataset.Edition)];

    [Fact]
    public void Records_outside_a_platforms_scope_are_kept_from_it_and_from_no_other()
    {
        PlatformDefinition county = Platform("county", "startswith(K,'11')"), other = Platform("other", "startswith(K,'12')"), province = Platform("province");
        var dataset = Scoped(province, other, county);

        Assert.Equal(["not (startswith(K,'11'))", "not (startswith(K,'12'))"], dataset.Withhold.Select(entry => entry.When));
        var kept = Boundary.Owed(county, dataset, Disclosure.Public, naturalPerson: false, 0b01);
        Assert.Equal((BoundaryVerdict.Excluded, "不属于该平台的接收范围"), (kept.Verdict, kept.Reason));
        Assert.Equal(BoundaryVerdict.Owed, Boundary.Owed(other, dataset, Disclosure.Public, false, 0b01).Verdict);
        Assert.Equal(BoundaryVerdict.Owed, Boundary.Owed(county, dataset, Disclosure.Public, false, 0b10).Verdict);
        Assert.Equal(BoundaryVerdict.Owed, Boundary.Owed(province, dataset, Disclosure.Public, false, 0b11).Verdict);
    }

    [Fact]
    public void A_scope_is_no_rule_for_natural_persons()
    {
        var site = Platform("site", publishes: true);

        Assert.Equal(BoundaryVerdict.Excluded, Boundary.Owed(site, Scoped(site, Platform("county", "K == '1'")), Disclosure.Public, naturalPerson: true, 0).Verdict);
    }

    [Fact]
    public void What_is_switched_off_leaves_no_condition_behind() => Assert.Empty(Scoped(Platform("county", "K == '1'", enabled: false)).Withhold);

    [Fact]
    public void A_condition_must_fit_every_edition_and_a_dataset_the_platform_takes()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write("platforms/province.json", (copy.Text("platforms/province.json").Replace(
            "\"disclosure\"", "\"where\": { \"SGS_XZCF\": \"CF_XDR_LB == '自然人'\", \"SGS_XZXK\": \"XK_XKJGDM ==\" },\n  \"disclosure\"", StringComparison.Ordinal)));
        copy.Write("platforms/nation.json", (copy.Text("platforms/nation.json").Replace(
            "\"disclosure\"", "\"where\": { \"FR_DJJB\": \"REGNO == '1'\" },\n  \"disclosure\"", StringComparison.Ordinal)));

        var findings = copy.Load().Findings;

        Assert.Contains(findings, f => f.File == "platforms/province.json" && f.Path == "$.where.SGS_XZCF" && f.Problem.Contains("CF_XDR_LB", StringComparison.Ordinal));
        Assert.Contains(findings, f => f.Path == "$.where.SGS_XZXK");
        Assert.Contains(findings, f => f.File == "platforms/nation.json" && f.Path == "$.where.FR_DJJB");
    }

    [Fact]
    public void More_scopes_than_a_record_has_places_for_are_found()
    {
        using var copy = ConfigCopy.OfShipped();
        string county = copy.Text("platforms/county-yuzhou.json").Replace("\"enabled\": false", "\"enabled\": true", StringComparison.Ordinal);
        for (int i = 0; i < PlatformScopes.MostPlaces; i++)
        {
            copy.Write($"platforms/county-{i}.json", county.Replace("county-yuzhou", $"county-{i}", StringComparison.Ordinal));
        }

        Assert.Contains(copy.Load().Findings, f => f.Path == "$.where.SGS_XZCF" && f.Problem.Contains("more than 32", StringComparison.Ordinal));
    }
}
