using System.Text.Json.Nodes;

namespace CreditHub.Worker.Tests.Commands;

/// <summary><c>catalog</c> as a person sees it. Needs no database.</summary>
public sealed class CatalogCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lists_every_dataset_under_its_category_with_its_editions()
    {
        using var hub = new Hub("tax");

        var (code, answer, _) = await hub.RunAsync(Ct, "catalog");
        var all = JsonNode.Parse((await hub.RunAsync(Ct, "catalog", "--json")).Answer)!.AsArray();

        Assert.Equal(0, code);
        int files = Directory.EnumerateDirectories(Path.Combine(hub.Config, "catalog")).Sum(edition => Directory.EnumerateFiles(edition, "*.json").Count());
        Assert.Equal(files, all.Count);
        Assert.Contains($"in {files} editions", answer, StringComparison.Ordinal);
        Assert.Contains("\n行政管理信息\n", answer.Replace("\r", "", StringComparison.Ordinal), StringComparison.Ordinal);
        string row = answer.Split('\n').First(line => line.Contains("SGS_XZCF ", StringComparison.Ordinal));
        Assert.Contains("2015 (to ", row, StringComparison.Ordinal);
        Assert.Contains("2019 (from ", row, StringComparison.Ordinal);
        Assert.Contains("社会公开", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_one_dataset_in_full()
    {
        using var hub = new Hub("tax");

        var (code, answer, _) = await hub.RunAsync(Ct, "catalog", "nsxy_a");

        Assert.Equal(0, code);
        Assert.All(["信用评价结果信息", "legal basis", "identified by", "connectors", " tax", "Fields", "NSRMC", "config/catalog/2024/NSXY_A.json"],
            part => Assert.Contains(part, answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Shows_rules_terms_and_times_of_a_penalty()
    {
        using var hub = new Hub("tax");

        var (_, answer, _) = await hub.RunAsync(Ct, "catalog", "SGS_XZCF", "--edition", "2019");

        Assert.All(["Code lists", "处罚类别", "Checks", "CF_ORGCODE_IN_USCC", "Kept back", "Publication terms", "3 years", "2023-05-01 to 2026-03-31", "7 working days after CF_JDRQ", "uscc · "],
            part => Assert.Contains(part, answer, StringComparison.Ordinal));
        Assert.DoesNotContain("edition 2015", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finds_by_a_part_of_the_name_and_says_when_there_is_none()
    {
        using var hub = new Hub("tax");

        var found = JsonNode.Parse((await hub.RunAsync(Ct, "catalog", "行政", "--json")).Answer)!.AsArray();
        var (code, _, notes) = await hub.RunAsync(Ct, "catalog", "nothing-like-it");

        Assert.All(found, dataset => Assert.Contains("行政", (string)dataset!["name"]!, StringComparison.Ordinal));
        Assert.NotEmpty(found);
        Assert.Equal(2, code);
        Assert.Contains("credithub catalog", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_shown_where_a_connector_cannot_be_resolved_but_not_when_the_catalog_is_wrong()
    {
        using var hub = new Hub("tax", "court");
        var (code, answer, notes) = await hub.RunAsync(Ct, "catalog");
        Assert.Equal(0, code);
        Assert.Contains("SGS_XZCF", answer, StringComparison.Ordinal);
        Assert.Contains("left out", notes, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(hub.Config, "catalog", "2024", "NSXY_A.json"), "{", Ct);
        Assert.Equal(2, (await hub.RunAsync(Ct, "catalog")).Code);
    }
}
