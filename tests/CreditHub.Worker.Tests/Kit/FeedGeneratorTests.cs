using System.Text;
using System.Text.Json.Nodes;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Kit;

/// <summary>Counts what the generator wrote with nothing but a split at separators: the generator's own word is not believed.</summary>
public class FeedGeneratorTests
{
    private static readonly DateOnly Today = new(2026, 11, 20);

    public static TheoryData<string> Connectors => [.. FeedLayout.Load(KitFiles.Config).Select(l => l.Name)];

    public static TheoryData<string> TextFiles => [.. FeedLayout.Load(KitFiles.Config).Where(l => l.IsText).Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Connectors))]
    public void Same_seed_gives_the_same_rows_and_another_seed_others(string connector)
    {
        var layout = Layout(connector);

        var once = Written(layout, FeedGenerator.Make(layout, new FeedPlan { Today = Today }));
        var again = Written(layout, FeedGenerator.Make(layout, new FeedPlan { Today = Today }));
        var other = Written(layout, FeedGenerator.Make(layout, new FeedPlan { Today = Today, Seed = 7 }));

        Assert.Equal(once, again);
        Assert.NotEqual(once, other);
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public void Every_defect_comes_in_the_number_asked_for(string connector)
    {
        var layout = Layout(connector);

        var truth = FeedGenerator.Make(layout, new FeedPlan { Today = Today, Good = 50, BadOfEach = 3, Repeated = 4, Corrected = 5, Excluded = 2 });

        Assert.All(truth.RejectedByKind, kind => Assert.Equal(3, kind.Value));
        Assert.Contains(DefectKind.CheckDigit, truth.RejectedByKind.Keys);
        Assert.Equal((50, 9, layout.Excludes ? 2 : 0), (truth.New, truth.Duplicate, truth.Excluded));
        Assert.Equal(truth.Read, truth.New + truth.Duplicate + truth.Excluded + truth.Rejected);
    }

    [Theory]
    [MemberData(nameof(TextFiles))]
    public void File_holds_as_many_lines_columns_and_bad_bytes_as_the_truth_says(string connector)
    {
        var layout = Layout(connector);
        var truth = FeedGenerator.Make(layout, new FeedPlan { Today = Today, Good = 40, BadOfEach = 2, Messy = false });
        var decoder = layout.Connector.GetProperty("decoder");
        int titles = decoder.TryGetProperty("skipLines", out var skip) ? skip.GetInt32() : 0;
        int footer = decoder.TryGetProperty("footerPrefixes", out _) ? 1 : 0;

        // Latin1 keeps every byte apart; all separators are ASCII and no second byte of GB18030 used here is one of them.
        var lines = Encoding.Latin1.GetString(FeedFile.Write(layout, truth)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var data = lines[(titles + 1)..(lines.Length - footer)];

        Assert.Equal(truth.Read, data.Length);
        Assert.Equal(2, data.Count(line => line.Split(layout.Separator).Length == layout.Headers.Count + 1));
        Assert.Equal(2, data.Count(line => line.EndsWith('\u00ff')));
    }

    [Theory]
    [MemberData(nameof(Connectors))]
    public void Repeated_and_corrected_rows_share_their_key_with_exactly_one_later_good_row(string connector)
    {
        var truth = FeedGenerator.Make(Layout(connector), new FeedPlan { Today = Today, Repeated = 3, Corrected = 3 });

        var good = truth.Rows.Where(r => r.Fate == TruthFate.New).Select(r => r.Number).ToList();
        var copies = truth.Rows.Where(r => r.Fate == TruthFate.Duplicate).Select(r => r.Number).ToList();

        Assert.Equal(good.Count, good.Distinct().Count());
        Assert.Equal(6, copies.Distinct().Count());
        Assert.All(copies, number => Assert.Contains(number, good));
    }

    [Fact]
    public void Pages_of_a_rest_feed_hold_every_row_once_and_the_total()
    {
        foreach (var layout in FeedLayout.Load(KitFiles.Config).Where(l => l.Kind == "Rest" && l.Decoder.GetProperty("kind").GetString() == "Json" && !l.Connector.GetProperty("source").TryGetProperty("timeWindows", out _)))
        {
            var truth = FeedGenerator.Make(layout, new FeedPlan { Today = Today, Good = 60 });
            var source = layout.Connector.GetProperty("source");
            var paging = source.GetProperty("paging");
            var feed = new RestFeed(layout, truth);
            int count = 0;
            string? position = paging.TryGetProperty("first", out var first) ? first.ToString() : paging.TryGetProperty("next", out _) ? null : "0";
            for (int page = 0; page < 10; page++)
            {
                var answer = JsonNode.Parse(feed.Answer(name =>
                    paging.TryGetProperty("parameter", out var p) && name == p.GetString() ? position
                    : name == "after" ? position
                    : paging.TryGetProperty("sizeParameter", out var s) && name == s.GetString() ? "25" : null))!;
                int got = At(answer, source.GetProperty("records").GetString()!)!.AsArray().Count;
                count += got;
                if (source.TryGetProperty("total", out var total))
                {
                    Assert.Equal(truth.Read, (int)At(answer, total.GetString()!)!);
                }

                position = paging.GetProperty("type").GetString() switch
                {
                    "page" => (page + 2).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    "offset" or "link" => count.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    "cursor" => (string?)At(answer, paging.GetProperty("next").GetString()!),
                    _ => null,
                };
                if (position is null || got == 0)
                {
                    break;
                }
            }

            Assert.Equal(truth.Read, count);
        }
    }

    [Fact]
    public void Penalty_file_counts_agree_with_a_naive_reading()
    {
        var path = Path.Combine(Path.GetTempPath(), $"penalties-{Guid.NewGuid():N}.csv");
        var changedPath = path + ".changed";
        try
        {
            var truth = PenaltyFile.Write(path, 20_000);
            var later = PenaltyFile.Write(changedPath, 20_000, changedShare: 0.01);
            var rows = File.ReadLines(path).Skip(1).Select(l => l.Split(',')).ToList();
            var changed = File.ReadLines(changedPath).Skip(1).Zip(File.ReadLines(path).Skip(1)).Count(pair => pair.First != pair.Second);

            Assert.All(rows, row => Assert.Equal(30, row.Length));
            Assert.Equal(20_000, rows.Count);
            Assert.InRange(truth.Bytes / 20_000, 420, 600);
            Assert.Equal(truth.Read, truth.New + truth.Duplicate + truth.Rejected);
            Assert.Equal(truth.Duplicate, rows.Count - rows.Select(r => (r[13], r[0])).Distinct().Count());
            Assert.Equal(truth.RejectedByKind[DefectKind.Missing], rows.Count(r => r[16].Length == 0));
            Assert.Equal(truth.RejectedByKind[DefectKind.FutureDay], rows.Count(r => r[22] == "2039/01/01"));
            Assert.InRange(truth.Rejected, 290, 310);
            Assert.Equal(later.Changed, changed);
            Assert.InRange(later.Changed, 190, 200);
        }
        finally
        {
            File.Delete(path);
            File.Delete(changedPath);
        }
    }

    private static FeedLayout Layout(string connector) => FeedLayout.Load(KitFiles.Config).Single(l => l.Name == connector);

    private static string Written(FeedLayout layout, FeedTruth truth) =>
        layout.IsFile ? Convert.ToBase64String(FeedFile.Write(layout, truth)) : string.Concat(truth.Rows.Select(row => FeedJson.Record(layout, row).ToJsonString()));

    private static JsonNode? At(JsonNode root, string path) => path.Split('.')[1..].Aggregate((JsonNode?)root, (node, part) => node?[part]);
}
