using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Cells that hold something else than one value: several codes, words for nothing, failed formulas, half characters, spaces in numbers.</summary>
public class CellTests
{
    private const string Uscc = "914403001922038216";

    [Theory]
    [InlineData("914403001922038216、914403001922038216", Uscc), InlineData("914403001922038216,914403001922038216", Uscc), InlineData("914403001922038216 914403001922038216", Uscc)]
    [InlineData("914403001922038216；", Uscc), InlineData("、914403001922038216", Uscc)]
    public async Task One_code_written_twice_is_one(string raw, string expected)
    {
        var row = await new TestDataset().Field("A", rules: "uscc").RowAsync(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["A"]);
        Assert.Contains("several_identifiers", row.RepairRules);
    }

    [Theory]
    [InlineData("uscc", "914403001922038216、91440300708461136T"), InlineData("citizen_id", "11010519491231002X,440524188001010014"), InlineData("orgcode", "192203821;708461136")]
    public async Task Two_different_codes_are_refused_and_said_to_be_two(string rule, string raw)
    {
        var row = await new TestDataset().Field("A", rules: rule).RowAsync(raw);
        Assert.Equal([rule], row.Rules);
        Assert.Contains("多个号码", row.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("914403001922038216、192203821", "192203821", null), InlineData("192203821、914403001922038216", "192203821", null), InlineData("914403001922038216;440301103097413", null, "440301103097413")]
    public async Task Two_codes_of_one_organisation_go_to_their_columns(string raw, string? orgCode, string? regNo)
    {
        var row = await Organisation().RowAsync("k", raw, "", "");
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal((Uscc, orgCode, regNo), (row["U"], row["O"], row["R"]));
        Assert.Contains("misplaced_identifier", row.RepairRules);
    }

    [Fact]
    public async Task Two_codes_stay_refused_where_the_other_column_says_otherwise_or_a_person_is_meant()
    {
        Assert.Equal(["uscc"], (await Organisation().RowAsync("k", "914403001922038216、192203821", "", "708461136")).Rules);
        Assert.Equal(["uscc"], (await Organisation().RowAsync("k", "914403001922038216、110105491231002", "", "")).Rules);
    }

    [Theory]
    [InlineData("／"), InlineData("－"), InlineData("（无）"), InlineData("NaN"), InlineData("#N/A"), InlineData("(null)"), InlineData("无")]
    public async Task A_word_for_nothing_is_absent_and_shown_in_the_trace(string word)
    {
        var row = await new TestDataset().Field("K").Field("A").Field("D", FieldType.Date).Field("N", FieldType.Decimal).RowAsync("k", word, word, word);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal("""{"K":"k"}""", row.Content);
        Assert.All(row.Trace.Skip(1), field => Assert.Contains("null_word", field.ChangedBy, StringComparison.Ordinal));
        Assert.Equal(4, row.Trace.Count);
        Assert.DoesNotContain("null_word", row.RepairRules);
    }

    [Theory]
    [InlineData("〔〕号"), InlineData("[]号"), InlineData("（）号"), InlineData("【】 第 号"), InlineData("[]")]
    public async Task The_form_of_a_number_without_a_number_is_absent(string raw)
    {
        var row = await new TestDataset().Field("K").Field("W", rules: "doc_no_chars").RowAsync("k", raw);
        Assert.Equal("""{"K":"k"}""", row.Content);
        Assert.Equal("null_word", row.Trace[1].ChangedBy);
    }

    [Theory]
    [InlineData("#REF!"), InlineData("#VALUE!"), InlineData("#DIV/0!"), InlineData("#NAME?")]
    public async Task A_failed_formula_is_refused_in_every_type(string raw)
    {
        var row = await new TestDataset().Field("K").Field("A").Field("N", FieldType.Decimal).Field("U", rules: "uscc").RowAsync("k", raw, raw, raw);
        Assert.Equal(["spreadsheet_error", "spreadsheet_error", "spreadsheet_error"], row.Rules);
    }

    [Theory]
    [InlineData("E8 AE B8 E6 98"), InlineData("E8 AE B8 E6"), InlineData("E8 AE B8 EF BF BD"), InlineData("E8 AE B8 F0 A0 AE")]
    public async Task Half_a_character_at_the_end_is_a_cut_text(string hex)
    {
        byte[] raw = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var text = await new TestDataset().Field("K").Field("A", FieldType.LongText).BytesAsync("k"u8.ToArray(), raw);
        Assert.True(text.Accepted, text.Messages);
        Assert.Equal("许", text["A"]);
        Assert.Equal(["encoding"], text.Rules);
        Assert.Contains("截断", text.Messages, StringComparison.Ordinal);
        Assert.Equal(["cut_character"], text.RepairRules);

        var name = await new TestDataset().Field("K").Field("A").BytesAsync("k"u8.ToArray(), raw);
        Assert.False(name.Accepted);
        Assert.Equal(["encoding"], name.Rules);
    }

    [Theory]
    [InlineData("", "no_spaces"), InlineData("许可编号", ""), InlineData("行政相对人代码_6（社会组织登记证号）", "")]
    public async Task Spaces_leave_a_number_before_its_key_is_built(string name, string rules)
    {
        var dataset = new TestDataset().Field("A", rules: rules, with: field => field with { Name = name });
        var spaced = await dataset.RowAsync("豫 许 安许\u3000第 017号");
        var plain = await dataset.RowAsync("豫许安许第017号");
        Assert.Equal(plain.Id, spaced.Id);
        Assert.Equal("豫许安许第017号", spaced["A"]);
        Assert.Equal(["space", "inner_space"], spaced.RepairRules);
    }

    [Fact]
    public async Task Spaces_stay_in_names_and_in_cells_for_name_and_number()
    {
        var dataset = new TestDataset().Field("A").Field("B", with: field => field with { Name = "暂扣或吊销证照名称及证照编号" });
        var row = await dataset.RowAsync("ABC 公司", "排污许可证 A 17");
        Assert.Equal(("ABC 公司", "排污许可证 A 17"), (row["A"], row["B"]));
    }

    [Fact]
    public async Task A_name_through_a_gb18030_file_and_through_an_interface_is_one_name()
    {
        var gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(54936, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
        var dataset = new TestDataset().Field("A");
        foreach (var (privateUse, character) in GbPrivateUse.Pairs)
        {
            // The two bytes that stood for the private-use character stand for the real one since 2022.
            byte[] bytes = gb18030.GetBytes("王" + (char)privateUse);
            Assert.Equal(4, bytes.Length);
            var file = await dataset.RowAsync(gb18030.GetString(bytes));
            var api = await dataset.RowAsync("王" + char.ConvertFromUtf32(character));
            Assert.Equal((api.Id, api.Content, api.Hash), (file.Id, file.Content, file.Hash));
        }
    }

    private static TestDataset Organisation() =>
        new TestDataset { Subject = new("K", "U", "O", "R", null, null, null) }
            .Field("K").Field("U", rules: "uscc").Field("R", rules: "regno15_warn").Field("O", rules: "orgcode");
}
