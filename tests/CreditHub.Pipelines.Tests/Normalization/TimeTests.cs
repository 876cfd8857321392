using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Fields, rules, checks, groups, withholding and codes apply by the record's own date, both ends included.</summary>
public sealed class TimeTests
{
    private static readonly Period From2026 = new(new DateOnly(2026, 4, 1), null);
    private static readonly Period Until2026 = new(null, new DateOnly(2026, 3, 31));

    [Theory]
    [InlineData("2026-03-31", "")]
    [InlineData("2026-04-01", "required")]
    public async Task A_field_is_required_only_in_its_time(string day, string rules)
    {
        var row = await Dated().Field("A", with: f => f with { Required = true, Period = From2026 }).RowAsync("k", day, "");

        Assert.Equal(rules, string.Join(',', row.Rules));
    }

    [Fact]
    public async Task A_value_for_a_field_that_does_not_exist_yet_is_left_out_and_said_so()
    {
        var dataset = Dated().Field("A", with: f => f with { Period = From2026 });

        var row = await dataset.RowAsync("k", "2026/03/31", "x");
        var word = await dataset.RowAsync("k", "2026-03-31", " 无 ");

        Assert.True(row.Accepted);
        Assert.DoesNotContain("\"A\"", row.Content, StringComparison.Ordinal);
        var finding = Assert.Single(row.Violations);
        Assert.Equal(("period", Severity.Warning), (finding.Rule, finding.Severity));
        Assert.Contains("自2026-04-01起启用", finding.Message, StringComparison.Ordinal);
        Assert.Equal(["period"], row.RepairRules);
        Assert.Empty(word.Rules);
    }

    [Fact]
    public async Task A_missing_column_of_a_field_with_a_time_is_an_absent_value()
    {
        var dataset = Dated().Field("A", with: f => f with { Required = true, Period = From2026 });

        var rows = await dataset.ReadAsync(new RowDecoder(["K", "DAY"], [["k"u8.ToArray(), "2026-03-31"u8.ToArray()], ["k"u8.ToArray(), "2026-04-01"u8.ToArray()]]));

        Assert.Equal(["", "required"], rows.Select(row => string.Join(',', row.Rules)));
    }

    [Theory]
    [InlineData("2026-03-31", "")]
    [InlineData("2026-04-01", "regex")]
    [InlineData("", "")]
    public async Task A_rule_judges_only_records_of_its_time(string day, string rules)
    {
        var row = await Dated().Field("A", rules: "regex:[0-9]+", with: Scoped("regex:[0-9]+", Until(day), null)).RowAsync("k", day, "x");

        Assert.Equal(rules, string.Join(',', row.Rules));

        // Today is after the change, so a record without own date would be judged: only the empty row turns the period round.
        static Period Until(string day) => day.Length == 0 ? Until2026 : From2026;
    }

    [Fact]
    public async Task A_softened_rule_lets_the_value_pass_and_reports()
    {
        var dataset = Dated().Field("A", rules: "regex:[0-9]+ name_chars", with: Scoped("regex:[0-9]+", Period.Always, Severity.Warning));

        var row = await dataset.RowAsync("k", "2026-01-01", "x");

        Assert.True(row.Accepted);
        Assert.Contains("\"A\":\"x\"", row.Content, StringComparison.Ordinal);
        Assert.Equal(("regex", Severity.Warning), (row.Violations.Single().Rule, row.Violations.Single().Severity));
    }

    [Fact]
    public async Task A_softened_rule_does_not_soften_the_next()
    {
        var dataset = Dated().Field("A", rules: "regex:[0-9]+ startswith:y", with: Scoped("regex:[0-9]+", Period.Always, Severity.Warning));

        var row = await dataset.RowAsync("k", "2026-01-01", "x");

        Assert.Equal([("regex", Severity.Warning), ("startswith", Severity.Error)], row.Violations.Select(v => (v.Rule, v.Severity)));
        Assert.False(row.Accepted);
    }

    [Fact]
    public async Task A_rule_can_be_hardened_by_a_date_and_soft_before()
    {
        var dataset = Dated().Field("A", rules: "in:a,b in:a,b,c", with: f => f with
        {
            Scopes = new Dictionary<string, RuleScope> { ["in:a,b"] = new(From2026, Severity.Error), ["in:a,b,c"] = new(Until2026, Severity.Warning) },
        });

        Assert.Empty((await dataset.RowAsync("k", "2026-03-31", "c")).Rules);
        Assert.Equal(Severity.Warning, (await dataset.RowAsync("k", "2026-03-31", "d")).Violations.Single().Severity);
        Assert.Equal(Severity.Error, (await dataset.RowAsync("k", "2026-04-01", "c")).Violations.Single().Severity);
    }

    [Fact]
    public async Task A_softened_code_list_keeps_an_unknown_word_and_reports()
    {
        var dataset = Dated().CodeSet("S", ("1", "甲", [])).Field("A", rules: "enum", with: f => Scoped("enum", Period.Always, Severity.Warning)(f) with { CodeSet = "S" });

        var row = await dataset.RowAsync("k", "2026-01-01", "乙");

        Assert.True(row.Accepted);
        Assert.Contains("\"A\":\"乙\"", row.Content, StringComparison.Ordinal);
        Assert.Equal(("enum", Severity.Warning), (row.Violations.Single().Rule, row.Violations.Single().Severity));
        Assert.Contains("\"A\":\"1\"", (await dataset.RowAsync("k", "2026-01-01", "甲")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_softened_code_list_does_not_soften_a_broken_encoding()
    {
        var dataset = new TestDataset().Field("K").CodeSet("S", ("1", "甲", []))
            .Field("A", rules: "enum", with: f => Scoped("enum", Period.Always, Severity.Warning)(f) with { CodeSet = "S" });

        var row = await dataset.RowAsync("k", "甲\0");

        Assert.Equal(("encoding", Severity.Error), (row.Violations.Single().Rule, row.Violations.Single().Severity));
    }

    [Theory]
    [InlineData("2026-03-31", "一般认证", "B")]
    [InlineData("2026-04-01", "一般认证", null)]
    [InlineData("2026-03-31", "常规", null)]
    [InlineData("2026-04-01", "常规", "C")]
    [InlineData("2026-03-31", "高级认证", "A")]
    [InlineData("2026-04-01", "高级认证", "A")]
    public async Task A_code_is_right_for_its_time(string day, string word, string? stored)
    {
        var row = await Grades().RowAsync("k", day, word);

        Assert.Equal(stored is not null, row.Accepted);
        Assert.Equal(stored is null ? ["enum"] : [], row.Rules);
        Assert.Equal(stored is not null, row.Content.Contains($"\"A\":\"{stored}\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_retired_code_is_told_from_one_that_never_was()
    {
        var retired = await Grades().RowAsync("k", "2026-04-01", "一般认证");
        var early = await Grades().RowAsync("k", "2026-03-31", "常规");
        var never = await Grades().RowAsync("k", "2026-04-01", "特级");

        Assert.Contains("自2026-04-01起停用，本记录日期为2026-04-01", retired.Violations.Single().Message, StringComparison.Ordinal);
        Assert.Contains("自2026-04-01起启用，本记录日期为2026-03-31", early.Violations.Single().Message, StringComparison.Ordinal);
        Assert.Contains("不在代码表内", never.Violations.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_code_may_mean_two_things_one_after_the_other()
    {
        var dataset = Dated(own: "DAY", first: true).CodeSet("S", ("1", "撤销", []), ("1", "有效", []), ("0", "正常", []))
            .Field("A", rules: "enum_name", with: f => f with { CodeSet = "S" });
        dataset.Time("S", "撤销", Until2026);
        dataset.Time("S", "有效", From2026);

        Assert.Contains("\"A\":\"撤销\"", (await dataset.RowAsync("2026-03-31", "k", "1")).Content, StringComparison.Ordinal);
        Assert.Contains("\"A\":\"有效\"", (await dataset.RowAsync("2026-04-01", "k", "1")).Content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_own_date_decides_even_when_it_stands_last_and_a_record_without_one_belongs_to_the_day_received()
    {
        var dataset = Grades(dayLast: true);

        Assert.True((await dataset.RowAsync("k", "一般认证", "20260331")).Accepted);
        Assert.False((await dataset.RowAsync("k", "一般认证", "")).Accepted);
        Assert.True((await dataset.RowAsync("k", "常规", "")).Accepted);
    }

    [Fact]
    public async Task An_own_date_that_cannot_be_read_is_reported_once_and_the_day_received_counts()
    {
        var row = await Grades(dayLast: true).RowAsync("k", "一般认证", "13/14/2026");

        Assert.Equal(["date", "enum"], row.Rules);
    }

    [Fact]
    public async Task Checks_groups_and_withholding_have_their_time()
    {
        var dataset = Dated().Field("A").Field("B");
        dataset.Checks.Add(new("C", Severity.Error, "A == 'x'", null, [], "错") { Period = From2026 });
        dataset.AnyOf.Add(new("G", ["A", "B"], null) { Period = Until2026 });
        dataset.Withhold.Add(new("notempty(K)", "all", "早") { Period = Until2026 });
        dataset.Withhold.Add(new("notempty(K)", "all", "晚") { Period = From2026 });

        var early = await dataset.RowAsync("k", "2026-03-31", "", "");
        var late = await dataset.RowAsync("k", "2026-04-01", "", "");

        Assert.Equal(["anyOf"], early.Rules);
        Assert.Equal(["C"], late.Rules);
        Assert.Equal(1u, (await dataset.RowAsync("k", "2026-03-31", "y", "")).Withhold);
        Assert.Equal(2u, (await dataset.RowAsync("k", "2026-04-01", "x", "")).Withhold);
    }

    [Fact]
    public void A_plan_without_times_is_not_timed()
    {
        Assert.False(Dated().CodeSet("S", ("1", "甲", [])).Field("A", rules: "enum", with: f => f with { CodeSet = "S" }).Plan.IsTimed);
        Assert.True(Grades().Plan.IsTimed);
    }

    private static TestDataset Dated(string own = "DAY", bool first = false)
    {
        var dataset = new TestDataset { OwnDate = own };
        return first ? dataset.Field("DAY", FieldType.Date).Field("K") : dataset.Field("K").Field("DAY", FieldType.Date);
    }

    private static TestDataset Grades(bool dayLast = false)
    {
        var dataset = new TestDataset { OwnDate = "DAY" }.CodeSet("G", ("A", "高级认证", []), ("B", "一般认证", []), ("C", "常规", [])).Field("K");
        dataset = dayLast
            ? dataset.Field("A", rules: "enum", with: f => f with { CodeSet = "G" }).Field("DAY", FieldType.Date)
            : dataset.Field("DAY", FieldType.Date).Field("A", rules: "enum", with: f => f with { CodeSet = "G" });
        dataset.Time("G", "一般认证", Until2026);
        dataset.Time("G", "常规", From2026);
        return dataset;
    }

    private static Func<FieldDefinition, FieldDefinition> Scoped(string rule, Period period, Severity? severity) =>
        field => field with { Scopes = new Dictionary<string, RuleScope> { [rule] = new(period, severity) } };
}
