using CreditHub.Connectors.Sources.FileDrop;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using Microsoft.Extensions.Logging.Abstractions;
using static CreditHub.Connectors.Tests.Sources.Payloads;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Which files are picked up, and when.</summary>
public sealed class FileDropTests : FileDropPlace
{
    [Theory]
    [InlineData("/", "in"), InlineData("//", "in/"), InlineData("/.", "./in//"), InlineData("/x/..", "in")]
    public async Task Takes_a_data_directory_however_it_is_written(string ending, string directory)
    {
        Files.Write("in/a.csv", "text", Past);
        var kind = new FileDropKind(Files.Root + ending, Clock, NullLogger<FileDropKind>.Instance);
        var settings = Decoded.Settings("{\"directory\":\"" + directory + "\"}");

        Assert.Empty(kind.Validate(settings));
        Assert.Equal("a.csv", Assert.Single(await FetchAsync(kind.Create("tax", settings))).Name);
    }

    [Fact]
    [Trait("R", "4")]
    public async Task Takes_finishedFiles_in_order_of_their_names()
    {
        foreach (string name in (string[])["b.csv", "a.csv", "B.CSV", "x.txt", "c.csv.part", "c.csv.tmp", "c.csv.filepart", ".hidden.csv", "sub/d.csv"])
        {
            Files.Write("in/" + name, "text of " + name, Past);
        }

        var payloads = await FetchAsync(Source());

        Assert.Equal(["B.CSV", "a.csv", "b.csv"], payloads.Select(p => p.Name));
        Assert.Equal("text of a.csv", await ReadAsync(payloads[1]));
        Assert.Equal("a.csv 2026-11-20T00:00:00.000Z", payloads[1].CursorAfter.Value);
    }

    [Fact]
    public async Task Takes_the_oldestFiles_first_and_no_more_than_asked()
    {
        Files.Write("in/a.csv", "", Past);
        Files.Write("in/b.csv", "", Past.AddMinutes(-2));
        Files.Write("in/c.csv", "", Past.AddMinutes(-1));

        Assert.Equal(["b.csv", "c.csv"], (await FetchAsync(Source(",\"order\":\"time\",\"maxFiles\":2"))).Select(p => p.Name));
    }

    [Fact]
    public async Task An_own_inbox_is_made_when_absent()
    {
        Assert.Empty(await FetchAsync(Source()));
        Assert.True(Directory.Exists(Files.In("in")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(86_400_000)]
    public async Task A_young_file_and_one_from_the_future_are_taken_once_they_stood_still(int aheadMilliseconds)
    {
        Files.Write("in/a.csv", "whole", Clock.GetUtcNow().AddMilliseconds(aheadMilliseconds));
        var fetching = FetchAsync(Source());

        for (int i = 0; i < 8; i++)
        {
            Assert.False(fetching.IsCompleted);
            await Clock.WhenTimersAsync(1, Stop);
            Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal("whole", await ReadAsync(Assert.Single(await fetching)));
    }

    [Fact]
    public async Task A_file_that_keeps_growing_is_left_and_the_others_are_served()
    {
        string growing = Files.Write("in/a.csv", "x", Clock.GetUtcNow());
        Files.Write("in/b.csv", "x", Past);
        var fetching = FetchAsync(Source());
        for (int i = 0; i < 120; i++)
        {
            await Clock.WhenTimersAsync(1, Stop);
            await File.AppendAllTextAsync(growing, "y", Stop);
            Clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(["b.csv"], (await fetching).Select(p => p.Name));
    }

    [Theory]
    [InlineData("\"doneFileSuffix\":\".done\"", "a.csv.done"), InlineData("\"doneFile\":\"{name}.ok\"", "a.csv.ok")]
    [InlineData("\"doneFile\":\"{stem}.ok\"", "a.ok"), InlineData("\"doneFile\":\"OK_{stem}.csv.txt\"", "OK_a.csv.txt")]
    public async Task With_a_done_file_only_vouchedFiles_are_taken(string setting, string done)
    {
        Files.Write("in/a.csv", "a", Clock.GetUtcNow());
        Files.Write("in/" + done, "", Clock.GetUtcNow());
        Files.Write("in/b.csv", "b", Past);
        var source = Source("," + setting);

        var payload = Assert.Single(await FetchAsync(source));
        Assert.Equal("a", await ReadAsync(payload));
        await source.SettleAsync(Settled("a.csv", "a"), Stop);

        Assert.Equal(new[] { "a.csv", done }.Order(StringComparer.Ordinal), Directory.GetFiles(Files.In("in", "done")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["b.csv"], Directory.GetFiles(Files.In("in")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_window_is_refused_not_ignored() =>
        Assert.Equal(FailureKind.Config, (await Assert.ThrowsAsync<ConnectorException>(async () =>
        {
            await foreach (var _ in Source().FetchAsync(new FetchWindow(Cursor.Start, new DateOnly(2026, 1, 1)), Stop))
            {
            }
        })).Kind);

    [Theory]
    [InlineData("""{}""", "$.directory")]
    [InlineData("""{"directory":"../x"}""", "$.directory")]
    [InlineData("""{"directory":"in/../../x"}""", "$.directory")]
    [InlineData("""{"directory":"/no/such/directory"}""", "$.directory")]
    [InlineData("""{"directory":"linked"}""", "$.directory")]
    [InlineData("""{"directory":"in","pattern":"../*"}""", "$.pattern")]
    [InlineData("""{"directory":"in","order":"size"}""", "$.order")]
    [InlineData("""{"directory":"in","stableSeconds":-1}""", "$.stableSeconds")]
    [InlineData("""{"directory":"in","doneFileSuffix":"done"}""", "$.doneFileSuffix")]
    [InlineData("""{"directory":"in","doneFile":"ready.ok"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"{name}"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"../{name}.ok"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"{stem}.csv","pattern":"*.csv"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","doneFile":"{name}.ok","doneFileSuffix":".ok"}""", "$.doneFile")]
    [InlineData("""{"directory":"in","sameContent":"maybe"}""", "$.sameContent")]
    [InlineData("""{"directory":"in","duplicateDirectory":"../x"}""", "$.duplicateDirectory")]
    [InlineData("""{"directory":"in","doneDirectory":"/tmp"}""", "$.doneDirectory")]
    [InlineData("""{"directory":"in","doneDirectory":"../done"}""", "$.doneDirectory")]
    [InlineData("""{"directory":"in","failedDirectory":"."}""", "$.failedDirectory")]
    [InlineData("""{"directory":"in","maxFiles":0}""", "$.maxFiles")]
    [InlineData("""{"directory":"in","patern":"*"}""", "$.patern")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path)
    {
        Directory.CreateSymbolicLink(Files.In("linked"), "/tmp");

        Assert.Equal(path, Assert.Single(Kind().Validate(Decoded.Settings(settings))).Path);
    }
}
