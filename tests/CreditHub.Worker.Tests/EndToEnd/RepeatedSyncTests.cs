using System.Text;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>The same content again: in another encoding, a second time, with a few rows changed.</summary>
public sealed class RepeatedSyncTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_sync_adds_nothing_and_one_percent_of_changes_adds_exactly_those()
    {
        await using var place = await CrashPlace.OpenAsync();
        var truth = place.Drop("a.csv", 5_000);
        await place.FinishAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(
            (truth.Read, truth.New, truth.Duplicate, truth.Rejected),
            (await CountAsync(place, "read"), await CountAsync(place, "new"), await CountAsync(place, "duplicate"), await CountAsync(place, "rejected")));
        Assert.Equal(truth.New, place.Platform.Holdings.Count);

        string? before = await place.Judge.SizesAsync(Ct) + await place.Judge.DigestAsync(Ct);
        int asked = place.Platform.Log.Count(l => l.Records > 0);
        place.Drop("b.csv", 5_000);
        await place.FinishAsync(Ct);
        Assert.Equal(before, await place.Judge.SizesAsync(Ct) + await place.Judge.DigestAsync(Ct));
        Assert.Equal(asked, place.Platform.Log.Count(l => l.Records > 0));
        Assert.Equal((0, 0, truth.New), (await CountAsync(place, "new"), await CountAsync(place, "changed"), await CountAsync(place, "unchanged")));

        var changed = place.Drop("c.csv", 5_000, changedShare: 0.01);
        await place.FinishAsync(Ct);
        Assert.InRange(changed.Changed, 45, 50);
        Assert.Equal((0, changed.Changed), (await CountAsync(place, "new"), await CountAsync(place, "changed")));
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(changed.Changed, place.Platform.Holdings.Values.Count(h => h.Version == 2));
    }

    [Fact]
    public async Task The_same_content_in_three_encodings_gives_the_same_versions()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var digests = new List<string?>();
        await using var place = await CrashPlace.OpenAsync(encoding: "auto");
        string text = RareCharacters();
        (string Name, Encoding Encoding)[] files =
            [("utf8.csv", new UTF8Encoding(false)), ("bom.csv", new UTF8Encoding(true)), ("gb18030.csv", Encoding.GetEncoding("GB18030"))];
        foreach (var (name, encoding) in files)
        {
            place.Drop(name, [.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
            await place.SyncAsync(Ct);
            digests.Add(await place.Judge.DigestAsync(Ct));
        }

        Assert.StartsWith("400 ", digests[0], StringComparison.Ordinal);
        Assert.Equal([digests[0]], digests.Distinct());
        Assert.Equal(360, await place.Database.ScalarAsync<long>(
            "select count(*) from evidence.version where content->>'CF_XDR_MC' like '𠮷𬭎𠈓建材有限公司%' and content->>'CF_WFXW' = '销售𠀀字号不合格商品'", Ct));
        await place.DeliverAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
    }

    /// <summary>Sound rows with characters outside the basic plane in names and texts.</summary>
    private static string RareCharacters()
    {
        string file = Path.GetTempFileName();
        try
        {
            PenaltyFile.Write(file, 400, badShare: 0, duplicateShare: 0);
            return File.ReadAllText(file)
                .Replace("示例市恒源建材贸易有限公司", "𠮷𬭎𠈓建材有限公司", StringComparison.Ordinal)
                .Replace("销售不合格商品", "销售𠀀字号不合格商品", StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<int> CountAsync(CrashPlace place, string count) =>
        (int)await place.Database.ScalarAsync<long>($"select {count} from evidence.run order by run_id desc limit 1", Ct);
}
