using CreditHub.Pipelines.Previews;
using CreditHub.Testing;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>Every shipped connector against a supplier of exactly its kind. What the demo counts is not repeated here.</summary>
public sealed class EveryConnectorTests
{
    private const string Key = "made-up-key";
    private static readonly DateOnly Today = new(2026, 11, 20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_shows_its_next_rows_raw_beside_normalised_and_takes_back_what_is_gone()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await using var front = await TestDatabase.CreateAsync(Stop);
        await using var town = new SupplierTown(front.ConnectionString, Key);
        hub.AddShippedConnectors();
        var feeds = await hub.ServeAsync(town, Key, Plan);

        foreach (var (layout, truth) in feeds)
        {
            var preview = await hub.PreviewAsync(layout.Name);
            Assert.True(Shows(preview, layout, truth), $"{layout.Name}: {string.Join(" / ", preview.Rows.Select(r => string.Join(", ", r.Fields.Select(f => $"{f.Code}={f.Raw}→{f.Normalized}"))))}");
        }

        foreach (string name in (string[])["housing-penalties", "statistics-lists", "civil-affairs-organisations"])
        {
            await TakesBackAsync(hub, town, feeds.Single(f => f.Layout.Name == name));
        }
    }

    private static FeedPlan Plan(int place) => new() { Today = Today, FirstNumber = 1 + (place * 1000), Good = 40, BadOfEach = 0, Repeated = 0, Corrected = 0, Excluded = 0, Messy = false };

    /// <summary>The first three rows of the truth in any order of the source, each cell as it was written.</summary>
    private static bool Shows(PreviewResult preview, FeedLayout layout, FeedTruth truth) => preview.Rows.Count == 3 && preview.Rows.All(row =>
        row is { Verdict: "new" } && truth.Rows.Any(made => layout.Columns.All(column =>
            row.Fields.FirstOrDefault(f => f.Code == column.Field) is not { } field || (field.Raw.Trim() == made.Cells[column.Field].Trim() || field.Raw.Length > 0 && column.Type is "date" or "decimal")
            && (made.Values.GetValueOrDefault(column.Field, "").Length == 0) == (field.Normalized.Length == 0))));

    /// <summary>The supplier says in its own way that one record is gone.</summary>
    private static async Task TakesBackAsync(SupplierHub hub, SupplierTown town, (FeedLayout Layout, FeedTruth Truth) feed)
    {
        var (layout, truth) = feed;
        var first = await hub.SyncAsync(layout.Name);
        Assert.Equal(("succeeded", 40L, 0L), (first.Outcome, first.Counts.New, first.Counts.Withdrawn));
        var gone = truth.Rows[5] with { IsGone = true, UpdatedAt = truth.Rows.Max(r => r.UpdatedAt).AddMinutes(1) };
        TruthRow[] rows = [.. truth.Rows.Where((_, i) => i != 5), .. layout.Deletion is null ? (TruthRow[])[] : [gone]];

        await town.HandOverAsync(layout, truth with { Rows = rows }, hub.Data, "20261121", Stop);
        var second = await hub.SyncAsync(layout.Name);

        Assert.Equal((layout.Name, "succeeded", 0L, 0L, 1L), (layout.Name, second.Outcome, second.Counts.New, second.Counts.Changed, second.Counts.Withdrawn));
    }
}
