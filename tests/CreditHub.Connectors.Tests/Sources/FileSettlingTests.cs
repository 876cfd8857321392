using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using static CreditHub.Connectors.Tests.Sources.Payloads;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Where files go when the books are done with them.</summary>
public sealed class FileSettlingTests : FileDropPlace
{
    [Fact]
    public async Task A_done_file_of_twoFiles_vouches_until_both_are_put_away()
    {
        foreach (string name in (string[])["a.csv", "a.xml", "a.ok"])
        {
            Files.Write("in/" + name, name, Past);
        }

        var source = Kind().Create("tax", Decoded.Settings("""{"directory":"in","doneFile":"{stem}.ok","maxFiles":1}"""));
        foreach (string name in (string[])["a.csv", "a.xml"])
        {
            Assert.Equal(name, Assert.Single(await FetchAsync(source)).Name);
            await source.SettleAsync(Settled(name, name), Stop);
        }

        Assert.Empty(Directory.GetFiles(Files.In("in")));
    }

    [Fact]
    public async Task A_file_whose_content_is_known_goes_to_a_folder_of_its_own()
    {
        Files.Write("in/a.csv", "text", Past);
        var source = Source(",\"sameContent\":\"skip\"");
        Assert.True(Assert.Single(await FetchAsync(source)).SkipsSameContent);

        await source.SettleAsync(Settled("a.csv", "text", PayloadOutcome.Duplicate), Stop);

        Assert.Equal(["a.csv"], Directory.GetFiles(Files.In("in", "duplicate")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_merged_file_is_put_away_and_settling_again_changes_nothing()
    {
        Files.Write("in/a.csv", "text", Past);
        var source = Source();
        await ReadAsync(Assert.Single(await FetchAsync(source)));

        await source.SettleAsync(Settled("a.csv", "text"), Stop);
        await source.SettleAsync(Settled("a.csv", "text"), Stop);

        Assert.Equal("text", await File.ReadAllTextAsync(Files.In("in", "done", "a.csv"), Stop));
        Assert.Empty(Directory.GetFiles(Files.In("in")));
        Assert.Single(Directory.GetFiles(Files.In("in", "done")));
    }

    [Fact]
    public async Task A_file_of_the_same_name_is_never_overwritten()
    {
        for (int i = 0; i < 4; i++)
        {
            string text = "text " + Math.Min(i, 2);
            Files.Write("in/a.csv", text, Past);
            await Source().SettleAsync(Settled("a.csv", text), Stop);
        }

        Assert.Equal(
            ["text 0", "text 1", "text 2", "text 2"],
            Directory.GetFiles(Files.In("in", "done"), "a*.csv").Select(File.ReadAllText).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_new_file_under_the_old_name_stays()
    {
        Files.Write("in/a.csv", "old", Past);
        var source = Source();
        await ReadAsync(Assert.Single(await FetchAsync(source)));
        Files.Write("in/a.csv", "new", Past);

        await source.SettleAsync(Settled("a.csv", "old"), Stop);

        Assert.Equal("new", await File.ReadAllTextAsync(Files.In("in", "a.csv"), Stop));
    }

    [Fact]
    [Trait("R", "66")]
    public async Task A_refused_file_is_put_aside_with_its_reason_in_chinese()
    {
        Files.Write("in/a.csv", "text", Past);

        await Source().SettleAsync(Settled("a.csv", "text", PayloadOutcome.Refused), Stop);
        await Source().SettleAsync(Settled("a.csv", "text", PayloadOutcome.Refused), Stop);

        Assert.Equal(["a.csv", "a.csv.reason.txt"], Directory.GetFiles(Files.In("in", "failed")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("原因：缺少列：名称", await File.ReadAllTextAsync(Files.In("in", "failed", "a.csv.reason.txt"), Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("/etc/passwd")]
    [InlineData("a\n.csv")]
    [InlineData("..")]
    [InlineData("")]
    public async Task A_name_that_leads_elsewhere_is_not_settled(string name) =>
        await Assert.ThrowsAsync<ConnectorException>(() => Source().SettleAsync(Settled(name, "x"), Stop));

    [Fact]
    public async Task A_linked_done_directory_is_refused()
    {
        Files.Write("in/a.csv", "text", Past);
        Directory.CreateDirectory(Files.In("elsewhere"));
        Directory.CreateSymbolicLink(Files.In("in", "done"), Files.In("elsewhere"));

        await Assert.ThrowsAsync<ConnectorException>(() => Source().SettleAsync(Settled("a.csv", "text"), Stop));
        Assert.True(File.Exists(Files.In("in", "a.csv")));
    }
}
