using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Normalization;

public class RecordRulesTests
{
    [Fact]
    public async Task Reports_all_findings_of_a_record()
    {
        var dataset = new TestDataset().Field("K", with: field => field with { Required = true }).Field("L", with: field => field with { MaxLength = 2 })
            .Field("U", rules: "uscc").Field("D", FieldType.Date, "date_le_today").Field("N", FieldType.Decimal, "decimal:18,6")
            .Field("R", with: field => field with { RequiredWhen = "L == '自然人'" }).Field("G").Field("H");
        dataset.AnyOf.Add(new AnyOfDefinition("1", ["G", "H"], null));
        dataset.Checks.Add(new CheckDefinition("C1", Severity.Warning, "L == '自然人' => notempty(G)", null, [], "请核对"));
        var row = await dataset.RowAsync("", "自然人", "123", "2027-01-01", "abc", "", "", "");
        Assert.Equal(["decimal", "required", "maxLength", "uscc", "date_le_today", "requiredWhen", "anyOf", "C1"], row.Rules);
        Assert.Equal(["N", "K", "L", "U", "D", "R", "G,H", "L"], row.Violations.Select(violation => violation.Field));
        Assert.All(row.Violations, violation => Assert.Contains("请", violation.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_value_that_cannot_be_read_is_not_also_missing()
    {
        var dataset = new TestDataset().Field("K").Field("D", FieldType.Date, "date", field => field with { Required = true });
        dataset.AnyOf.Add(new AnyOfDefinition("1", ["D"], null));
        Assert.Equal(["date"], (await dataset.RowAsync("k", "bad")).Rules);
    }

    [Fact]
    public async Task Counts_length_in_characters_not_in_bytes_or_halves()
    {
        var dataset = new TestDataset().Field("A", with: field => field with { MaxLength = 3 });
        Assert.True((await dataset.RowAsync("王𠮷𬭎")).Accepted);
        Assert.Equal(["maxLength"], (await dataset.RowAsync("王𠮷𬭎一")).Rules);
    }

    [Fact]
    public async Task Never_shows_a_personal_value_or_a_long_number()
    {
        var personal = new TestDataset().Field("A", rules: "in:1,2", with: field => field with { Personal = PersonalKind.Name });
        Assert.DoesNotContain("张三丰", (await personal.RowAsync("张三丰")).Messages, StringComparison.Ordinal);
        var plain = new TestDataset().Field("A", rules: "in:1,2");
        Assert.Contains("「甲类」", (await plain.RowAsync("甲类")).Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("13800138001", (await plain.RowAsync("电话13800138001")).Messages, StringComparison.Ordinal);
        Assert.True((await plain.RowAsync(new string('甲', 5000))).Messages.Length < 150);
    }

    [Theory]
    [InlineData("自然人", "自然人"), InlineData("01", "自然人"), InlineData("个人", "自然人"), InlineData("1.0", "一类"), InlineData("甲 类（a）", "甲类(A)"), InlineData("无", "无")]
    public async Task Maps_codes_names_and_aliases(string raw, string expected)
    {
        var row = await Coded("enum").RowAsync(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["A"]);
    }

    [Fact]
    public async Task Stores_names_where_the_set_transmits_names()
    {
        var dataset = new TestDataset().CodeSet("S", ("1", "正常", []), ("2", "撤销", ["已撤销"])).Field("A", rules: "enum_name", with: field => field with { CodeSet = "S" });
        Assert.Equal("撤销", (await dataset.RowAsync("2"))["A"]);
        Assert.Equal("撤销", (await dataset.RowAsync("已撤销"))["A"]);
        Assert.Equal(["enum_name"], (await dataset.RowAsync("3")).Rules);
    }

    [Theory]
    [InlineData("警告;罚款", "警告;罚款"), InlineData("警告；罚款", "警告;罚款"), InlineData("警告、罚款", "警告;罚款"), InlineData("警告，罚款；", "警告;罚款")]
    [InlineData("没收违法所得、没收非法财物", "没收违法所得、没收非法财物"), InlineData("罚款、没收违法所得、没收非法财物、警告", "罚款;没收违法所得、没收非法财物;警告")]
    [InlineData("罚款;罚款", "罚款"), InlineData("罚款;其他-责令改正", "罚款;其他-责令改正"), InlineData("其他（补办、整改）", "其他（补办、整改）")]
    public async Task Takes_several_codes(string raw, string expected)
    {
        var row = await Several().RowAsync(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["A"]);
    }

    [Theory]
    [InlineData("罚金"), InlineData("警告;罚金"), InlineData("警告、罚金"), InlineData(";"), InlineData("警告罚款")]
    public async Task Refuses_a_value_outside_the_list(string raw) => Assert.Equal(["enum_multi"], (await Several().RowAsync(raw)).Rules);

    [Theory]
    [InlineData("regex:^[0-9]{3}$", "123", true), InlineData("regex:^[0-9]{3}$", "1234", false), InlineData(@"regex:\d+", "１２", true), InlineData(@"regex:\d+", "٣", false)]
    [InlineData("regex:a|b", "ab", false), InlineData("regex:^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab", false)]
    [InlineData("in:0,1", "1", true), InlineData("in:0,1", "1.0", true), InlineData("in:0,1", "2", false), InlineData("equals:A", "A", true), InlineData("equals:A", "B", false)]
    [InlineData("startswith:92", "92X", true), InlineData("startswith:92", "91X", false), InlineData("case_no", "2023川01执123号", false)]
    public async Task Checks_plain_values(string rule, string raw, bool accepted)
    {
        var row = await new TestDataset().Field("A", rules: rule).RowAsync(raw);
        Assert.Equal(accepted, row.Accepted);
    }

    [Fact]
    public async Task A_field_must_be_blank_when_the_condition_holds()
    {
        var dataset = new TestDataset().Field("L").Field("A", rules: "blank_if:L=='自然人'");
        var row = await dataset.RowAsync("自然人", "x");
        Assert.Equal(["blank_if"], row.Rules);
        Assert.Contains("L名为'自然人'", row.Messages, StringComparison.Ordinal);
        Assert.True((await dataset.RowAsync("自然人", "无")).Accepted);
        Assert.True((await dataset.RowAsync("法人", "x")).Accepted);
    }

    [Fact]
    public async Task An_excluded_record_is_neither_accepted_nor_rejected()
    {
        var dataset = new TestDataset().Field("A").Field("U", rules: "uscc");
        dataset.Exclude.Add(new ExcludeDefinition("A == '测试'", "测试数据"));
        var row = await dataset.RowAsync("测试", "bad");
        Assert.Equal(("测试数据", false, 0), (row.Excluded, row.Accepted, row.Violations.Count));
    }

    [Fact]
    public async Task Marks_each_withhold_entry_that_matches()
    {
        var dataset = new TestDataset().Field("A").Field("B");
        dataset.Withhold.Add(new WithholdDefinition("A == '1'", "public", "甲"));
        dataset.Withhold.Add(new WithholdDefinition("B == '1'", "all", "乙"));
        var rows = await dataset.ReadAsync(RowDecoder.Of(["A", "B"], ["0", ""], ["1", ""], ["0", "1"], ["1", "1"]));
        Assert.Equal([0u, 1u, 2u, 3u], rows.Select(row => row.Withhold));
    }

    [Fact]
    public async Task A_row_the_decoder_could_not_split_is_rejected_with_its_reason()
    {
        var decoder = new RowDecoder(["A"], [["raw"u8.ToArray()]], fault: "引号未闭合");
        var row = (await new TestDataset().Field("A").ReadAsync(decoder)).Single();
        Assert.Equal(("format", "引号未闭合", false), (row.Violations.Single().Rule, row.Messages, row.Accepted));
        Assert.Null(row.Id);
    }

    [Fact]
    public async Task The_two_editions_read_the_swapped_code_columns_by_name()
    {
        static TestDataset Edition(string second, string third) => new TestDataset { Subject = new("K", "U", "O", "R", null, null, null) }
            .Field("K").Field("U", rules: "uscc")
            .Field("R", rules: "regno15_warn", with: field => field with { Aliases = [second == "R" ? "代码_2" : "代码_3"] })
            .Field("O", rules: "orgcode", with: field => field with { Aliases = [third == "O" ? "代码_3" : "代码_2"] });

        var of2015 = await Edition("O", "R").ReadAsync(RowDecoder.Of(["K", "U", "代码_2", "代码_3"], ["k", "914403001922038216", "19220382-1", "440301103097413"]));
        var of2019 = await Edition("R", "O").ReadAsync(RowDecoder.Of(["K", "U", "代码_2", "代码_3"], ["k", "914403001922038216", "440301103097413", "19220382-1"]));
        Assert.Equal(of2015[0].Content, of2019[0].Content);
        Assert.Equal("192203821", of2019[0]["O"]);
        Assert.Empty(of2015[0].Violations);
    }

    private static TestDataset Coded(string rule) =>
        new TestDataset().CodeSet("S", ("自然人", "自然人", ["01", "个人"]), ("一类", "一类", ["1"]), ("甲类(A)", "甲类(A)", []), ("无", "无", []))
            .Field("A", rules: rule, with: field => field with { CodeSet = "S" });

    private static TestDataset Several() =>
        new TestDataset().CodeSet("P", ("警告", "警告", []), ("罚款", "罚款", ["处以罚款"]), ("没收违法所得、没收非法财物", "没收违法所得、没收非法财物", []), ("其他", "其他", []))
            .Field("A", rules: "enum_multi:; enum_prefix:其他", with: field => field with { CodeSet = "P" });
}
