using System.Text.Json.Nodes;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>What <c>check</c> says of a connector with several editions.</summary>
public sealed class ConnectorEditionTests
{
    private const string Permits = "connectors/housing-permits.json";

    [Fact]
    public void Editions_that_follow_each_other_are_right() => Assert.Empty(Problems("2018-12-31", "2019-01-01"));

    [Theory]
    [InlineData("2018-12-31", "2019-01-02", "does not begin the day after")]
    [InlineData("2019-01-01", "2019-01-01", "does not begin the day after")]
    [InlineData(null, "2019-01-01", "do not say when")]
    [InlineData("2018-12-31", null, "do not say when")]
    public void Every_day_must_belong_to_one_edition(string? to, string? from, string problem) => Assert.Equal([problem], Problems(to, from));

    [Fact]
    public void An_edition_that_does_not_exist_is_told()
    {
        using var copy = ConfigCopy.OfShipped();
        Change(copy, Permits, file => file["edition"] = new JsonArray("2014", "2019"));

        Assert.Contains(copy.Load().Findings, f => f.Problem.Contains("no such edition", StringComparison.Ordinal) && f.Value == "2014" && f.Path == "$.edition[0]");
    }

    [Fact]
    public void Mappings_by_edition_are_checked_against_that_edition()
    {
        using var copy = ConfigCopy.OfShipped();
        Change(copy, Permits, file => file["mappingByEdition"] = new JsonObject
        {
            ["2015"] = new JsonObject { ["XK_XDR_ZZJG"] = new JsonObject { ["column"] = "代码_3" } },
            ["2019"] = new JsonObject(),
        });

        var problems = copy.Load().Findings.Select(f => f.Problem).ToList();

        Assert.Contains("SGS_XZXK (2015) has no field XK_XDR_ZZJG", problems);
        Assert.Contains("the connector does not carry this edition", problems);
    }

    [Fact]
    public void Two_origins_in_a_mapping_by_edition_are_told()
    {
        using var copy = ConfigCopy.OfShipped();
        Change(copy, Permits, file => file["mappingByEdition"] = new JsonObject
        {
            ["2015"] = new JsonObject { ["XK_XDR_ZDM"] = new JsonObject { ["column"] = "代码_2", ["value"] = "x" } },
        });

        Assert.Contains("more than once", Assert.Single(copy.Load().Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_that_suits_one_edition_only_is_told()
    {
        using var copy = ConfigCopy.OfShipped();
        Change(copy, Permits, file =>
        {
            file["edition"] = new JsonArray("2015", "2019");
            file["mapping"] = new JsonObject { ["XK_ZT"] = new JsonObject { ["column"] = "状态", ["codes"] = new JsonObject { ["已撤"] = "撤销" } } };
        });

        Assert.Contains(copy.Load().Findings, f => f.Problem.Contains("the code set PERMIT_STATUS of XK_ZT has no such word", StringComparison.Ordinal));
    }

    private static string[] Problems(string? to, string? from)
    {
        using var copy = ConfigCopy.OfShipped();
        Change(copy, "catalog/2015/SGS_XZXK.json", file => Set(file, "effectiveTo", to));
        Change(copy, "catalog/2019/SGS_XZXK.json", file => Set(file, "effectiveFrom", from));
        Change(copy, Permits, file =>
        {
            file["edition"] = new JsonArray("2015", "2019");
            file["mapping"] = new JsonObject();
        });
        string[] words = ["does not begin the day after", "do not say when"];
        return [.. copy.Load().Findings.Where(f => f.File == Permits).Select(f => words.SingleOrDefault(word => f.Problem.Contains(word, StringComparison.Ordinal)) ?? f.Problem)];
    }

    private static void Set(JsonObject file, string key, string? day)
    {
        file.Remove(key);
        if (day is not null)
        {
            file[key] = day;
        }
    }

    private static void Change(ConfigCopy copy, string name, Action<JsonObject> change)
    {
        var file = JsonNode.Parse(copy.Text(name))!.AsObject();
        change(file);
        copy.Write(name, file.ToJsonString());
    }
}
