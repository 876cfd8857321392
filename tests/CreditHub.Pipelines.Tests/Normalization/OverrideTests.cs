using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Corrections of single records by hand.</summary>
public sealed class OverrideTests
{
    private static readonly DateOnly Today = TestDataset.Today;

    [Fact]
    public async Task A_corrected_value_takes_the_place_of_the_supplier_s_and_is_told()
    {
        var row = await Dataset(Override("fix", ("K", "甲1"), ("A", " 12.50 "), ("D", "2026年5月6日"))).RowAsync("甲1", "7,000", "2026-05-01", "x");
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal("""{"K":"甲1","A":"12.5","D":"2026/05/06","T":"x"}""", row.Content);
        Assert.Contains("override:fix", row.RepairRules);
        Assert.Contains("override:fix", row.Trace[1].ChangedBy, StringComparison.Ordinal);
        Assert.Equal("7,000", row.Trace[1].Raw);
    }

    [Fact]
    public async Task What_was_wrong_with_the_supplier_s_value_is_forgotten_and_a_wrong_correction_is_found()
    {
        Assert.True((await Dataset(Override("fix", ("K", "甲1"), ("D", "2026-05-06"))).RowAsync("甲1", "1", "2026-02-30", "x")).Accepted);
        var wrong = await Dataset(Override("fix", ("K", "甲1"), ("D", "2026-02-30"))).RowAsync("甲1", "1", "2026-05-06", "x");
        Assert.False(wrong.Accepted);
        Assert.Equal(["date"], wrong.Rules);
    }

    [Fact]
    public async Task Other_records_and_other_days_stay_as_they_are()
    {
        var other = await Dataset(Override("fix", ("K", "甲2"), ("A", "9"))).RowAsync("甲1", "1", "", "x");
        Assert.Equal("""{"K":"甲1","A":"1","T":"x"}""", other.Content);
        foreach (var (from, until) in new (DateOnly, DateOnly?)[] { (Today.AddDays(1), null), (Today.AddDays(-9), Today.AddDays(-1)) })
        {
            var late = await Dataset(Override("fix", ("K", "甲1"), ("A", "9")) with { Date = from, Until = until }).RowAsync("甲1", "1", "", "x");
            Assert.Equal("""{"K":"甲1","A":"1","T":"x"}""", late.Content);
        }
    }

    [Fact]
    public async Task An_empty_text_clears_a_field_and_obligations_hold()
    {
        Assert.Equal("""{"K":"甲1","T":"x"}""", (await Dataset(Override("fix", ("K", "甲1"), ("A", ""))).RowAsync("甲1", "1", "", "x")).Content);
        Assert.Equal(["required"], (await Dataset(Override("fix", ("K", "甲1"), ("T", ""))).RowAsync("甲1", "1", "", "x")).Rules);
    }

    [Fact]
    public async Task A_record_is_named_by_its_id_too_and_of_two_corrections_the_later_wins()
    {
        string id = (await Dataset().RowAsync("甲1", "1", "", "x")).Id!;
        var byId = Override("b", ("K", ""), ("A", "8")) with { Records = [new RecordOverride(id, new Dictionary<string, string>(), new Dictionary<string, string> { ["A"] = "8" })] };
        var older = Override("z", ("K", "甲1"), ("A", "9"), ("T", "y")) with { Date = Today.AddDays(-5) };
        Assert.Equal("""{"K":"甲1","A":"8","T":"y"}""", (await Dataset(byId, older).RowAsync("甲1", "1", "", "x")).Content);
    }

    [Fact]
    public async Task A_corrected_own_date_decides_like_any_own_date()
    {
        var dataset = Dataset(Override("fix", ("K", "甲1"), ("D", "2020-01-01")));
        dataset.OwnDate = "D";
        dataset.Field("S", with: field => field with { Period = new Period(null, new DateOnly(2020, 12, 31)) });
        Assert.Equal("""{"K":"甲1","D":"2020/01/01","T":"x","S":"s"}""", (await dataset.RowAsync("甲1", "", "2026-01-01", "x", "s")).Content);
    }

    private static TestDataset Dataset(params OverrideDefinition[] overrides)
    {
        var dataset = new TestDataset().Field("K").Field("A", FieldType.Decimal).Field("D", FieldType.Date).Field("T", with: field => field with { Required = true });
        dataset.Overrides.AddRange(overrides);
        return dataset;
    }

    private static OverrideDefinition Override(string name, (string Field, string Value) key, params (string Field, string Value)[] set) => new()
    {
        Name = name, Dataset = "TEST", Author = "某人", Date = Today, Reason = "更正", Document = "示1号",
        Records = [new RecordOverride(null, new Dictionary<string, string> { [key.Field] = key.Value }, set.ToDictionary(s => s.Field, s => s.Value))],
    };
}
