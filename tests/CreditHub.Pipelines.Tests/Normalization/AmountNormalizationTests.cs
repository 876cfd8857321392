using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Normalization;

public class AmountNormalizationTests
{
    [Theory]
    [InlineData("2000", "万元", null, "2000")]
    [InlineData("2000", "万元", "元", "0.2")]
    [InlineData("2000元", "万元", null, "0.2")]
    [InlineData("2000元", "万元", "万元", "0.2")]
    [InlineData("0.2", "元", "万元", "2000")]
    [InlineData("200万元", "元", null, "2000000")]
    [InlineData("200万元", "万元", null, "200")]
    [InlineData("200万元", "万元", "元", "200")]
    [InlineData("50万人民币", "万元", null, "50")]
    [InlineData("人民币50万元整", "万元", null, "50")]
    [InlineData("￥1,234.50", "元", null, "1234.5")]
    [InlineData("¥1，234.50", "元", null, "1234.5")]
    [InlineData("5,000000", "元", null, "5000000")]
    [InlineData("１２３．５０", "元", null, "123.5")]
    [InlineData("1.2亿元", "万元", null, "12000")]
    [InlineData("0.000001", "万元", null, "0.000001")]
    [InlineData("0.01", "万元", "元", "0.000001")]
    [InlineData("00012.3400", "元", null, "12.34")]
    [InlineData("-5.50", "元", null, "-5.5")]
    [InlineData("-0.00", "元", null, "0")]
    [InlineData("+7", "元", null, "7")]
    [InlineData(".5", "元", null, "0.5")]
    [InlineData("100.0", "元", null, "100")]
    [InlineData("9999999999999.99", "元", "万元", "99999999999999900")]
    [InlineData("伍拾万元整", "元", null, "500000")]
    [InlineData("伍拾万元整", "万元", null, "50")]
    [InlineData("人民币伍拾万圆正", "万元", null, "50")]
    [InlineData("大写：壹佰贰拾元", "万元", null, "0.012")]
    [InlineData("壹佰贰拾元叁角肆分", "元", null, "120.34")]
    [InlineData("壹仟零伍元零贰分", "元", null, "1005.02")]
    [InlineData("贰万零伍拾元", "元", null, "20050")]
    [InlineData("拾万元", "万元", null, "10")]
    [InlineData("十五万元", "万元", null, "15")]
    [InlineData("一亿二千万元", "万元", null, "12000")]
    [InlineData("伍拾万", "万元", null, "50")]
    [InlineData("伍拾万", "万元", "元", "50")]
    [InlineData("伍拾", "万元", null, "50")]
    [InlineData("伍拾", "万元", "元", "0.005")]
    [InlineData("零元", "元", null, "0")]
    [InlineData("50万元（伍拾万元整）", "元", null, "500000")]
    [InlineData("伍拾万元整（￥500,000.00）", "万元", null, "50")]
    [InlineData("500000（伍拾万元整）", "万元", null, "50")]
    [InlineData("伍拾万元整(小写：500000)", "万元", null, "50")]
    [InlineData("人民币2000元（大写：贰仟元整）", "万元", null, "0.2")]
    public async Task Gives_amounts_one_exact_form(string raw, string unit, string? sourceUnit, string expected)
    {
        var row = await Amount(unit, sourceUnit, "decimal:28,6").RowAsync("k", raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["N"]);
    }

    [Theory]
    [InlineData("1.5E+17", "科学计数法"), InlineData("1e5", "科学计数法"), InlineData("1,5", "分隔符"), InlineData("12,34.5", "分隔符"), InlineData("约200", "不是数字|不认识")]
    [InlineData("200美元", "外币（美元）.*换算为人民币"), InlineData("5000万美元(折合人民币35000万元)", "不认识"), InlineData("5000万美元(人民币35000万元)", "两种币种"), InlineData("1.2.3", "不是数字"), InlineData("(500)", "不认识|不是数字"), InlineData("壹佰多元", "不认识")]
    [InlineData("三万五", "不认识"), InlineData("三千五元", "不认识"), InlineData("二〇二六元", "不认识"), InlineData("三万五千", "没有写明单位"), InlineData("百元以下", "不认识"), InlineData("五百零", "不认识")]
    [InlineData("罚款5000元", "不认识"), InlineData("5000元，2000元", "两个金额"), InlineData("5万3千元", "混写"), InlineData("50万元（伍万元整）", "两个不同的金额"), InlineData("2000（贰万元）", "两个不同的金额")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234567890", "不是数字"), InlineData("--5", "不是数字"), InlineData("5-", "不是数字"), InlineData("٢٠٠", "不认识|不是数字")]
    public async Task Refuses_what_is_no_plain_number(string raw, string words)
    {
        var row = await Amount("元", null, "decimal:28,6").RowAsync("k", raw);
        Assert.Equal(["decimal"], row.Rules);
        Assert.Matches(words, row.Messages);
    }

    [Theory]
    [InlineData("0.0000001", "decimal"), InlineData("1234567890123", "decimal"), InlineData("0", "gt"), InlineData("-1", "gt")]
    public async Task Never_rounds_and_keeps_the_bounds(string raw, string rule)
    {
        var row = await Amount("万元", null, "decimal:18,6 gt:0").RowAsync("k", raw);
        Assert.Equal([rule], row.Rules);
    }

    [Fact]
    public async Task Reports_all_findings_of_an_amount()
    {
        var row = await Amount("万元", null, "decimal:18,6 gt:0").RowAsync("k", "-0.0000001");
        Assert.Equal(["decimal", "gt"], row.Rules);
    }

    [Fact]
    public async Task Takes_whole_numbers_as_a_spreadsheet_writes_them()
    {
        var dataset = new TestDataset().Field("K").Field("N", FieldType.Integer, "ge:0");
        Assert.Equal("1200", (await dataset.RowAsync("k", "1,200.0"))["N"]);
        Assert.Equal(["type"], (await dataset.RowAsync("k", "5.5")).Rules);
    }

    [Theory]
    [InlineData("伍拾万元整", "capital_numeral"), InlineData("50万元（伍拾万元整）", "two_writings"), InlineData("50.00", "amount"), InlineData("500000元", "unit"), InlineData("50", null)]
    public async Task Names_the_repair_of_an_amount(string raw, string? repair)
    {
        var row = await Amount("万元", null, "decimal:18,6").RowAsync("k", raw);
        Assert.Equal("50", row["N"]);
        Assert.Equal(repair, row.RepairRules.LastOrDefault());
    }

    [Theory]
    [InlineData("罚款人民币贰仟元整", "0.2", true), InlineData("处2000元罚款", "0.2", true), InlineData("处以贰仟元的罚款", "0.2", true), InlineData("罚款：￥2,000.00元", "0.2", true)]
    [InlineData("罚款（大写）贰仟元整（小写：2000元）", "0.2", true), InlineData("罚款金额为0.2万元", "0.2", true), InlineData("对单位罚款5万元，对责任人罚款1万元", "5", true)]
    [InlineData("对单位罚款5万元，对责任人罚款1万元", "6", true), InlineData("对单位罚款5万元，对责任人罚款1万元", "4", false), InlineData("罚款贰仟元", "2000", false)]
    [InlineData("处2000元罚款", "2000", false), InlineData("没收违法所得2000元，罚款5000元", "0.2", false), InlineData("违反第五十条，并处以罚款。", "3", true), InlineData("罚款3倍", "3", true)]
    [InlineData("罚款2000", "0.2", true), InlineData("罚款三万五", "3.5", true)]
    public async Task Compares_the_fine_with_what_the_text_names(string text, string amount, bool agrees)
    {
        var dataset = new TestDataset().Field("K").Field("T", FieldType.LongText).Field("N", FieldType.Decimal, "decimal:18,6", field => field with { Unit = "万元" });
        dataset.Checks.Add(new CheckDefinition("UNIT", Severity.Warning, null, "amount_agrees_with_text", ["T", "N"], "请核对单位"));
        Assert.Equal(agrees ? [] : ["UNIT"], (await dataset.RowAsync("k", text, amount)).Rules);
    }

    [Fact]
    public async Task Compares_what_was_confiscated_with_its_own_words()
    {
        var dataset = new TestDataset().Field("K").Field("T", FieldType.LongText).Field("N", FieldType.Decimal, "decimal:18,6", field => field with { Unit = "万元" });
        dataset.Checks.Add(new CheckDefinition("TAKEN", Severity.Warning, null, "confiscation_agrees_with_text", ["T", "N"], "请核对单位"));
        Assert.Empty((await dataset.RowAsync("k", "没收违法所得2000元，罚款5000元", "0.2")).Rules);
        Assert.Equal(["TAKEN"], (await dataset.RowAsync("k", "没收违法所得2000元，罚款5000元", "0.5")).Rules);
    }

    [Fact]
    public async Task Finds_a_fine_given_in_the_wrong_unit()
    {
        var dataset = new TestDataset().Field("K").Field("T", FieldType.LongText).Field("N", FieldType.Decimal, "decimal:18,6", field => field with { Unit = "万元" });
        dataset.Checks.Add(new CheckDefinition("UNIT", Severity.Warning, null, "amount_agrees_with_text", ["T", "N"], "请核对单位"));
        Assert.Empty((await dataset.RowAsync("k", "警告，并处罚款2000元", "0.2")).Rules);
        Assert.Empty((await dataset.RowAsync("k", "罚款人民币3万元", "3")).Rules);
        Assert.Empty((await dataset.RowAsync("k", "罚款若干", "3")).Rules);
        var wrong = await dataset.RowAsync("k", "罚款2,000元", "2000");
        Assert.Equal(["UNIT"], wrong.Rules);
        Assert.True(wrong.Accepted);
    }

    [Theory]
    [InlineData("5000万美元", "5000", "美元")]
    [InlineData("1,200.5(万美元)", "1200.5", "美元")]
    [InlineData("30(万香港元)", "30", "港元")]
    [InlineData("港币30万元", "30", "港元")]
    [InlineData("30万元(港币)", "30", "港元")]
    [InlineData("9万新加坡元", "9", "新加坡元")]
    [InlineData("500000欧元", "50", "欧元")]
    [InlineData("20万英镑", "20", "英镑")]
    [InlineData("USD 20", "20", "美元")]
    [InlineData("50(万元人民币)", "50", "人民币")]
    [InlineData("50(万)", "50", null)]
    [InlineData("50", "50", null)]
    public async Task Keeps_the_number_and_names_the_currency_where_the_catalog_has_a_field_for_it(string raw, string expected, string? currency)
    {
        var row = await Capital("").RowAsync("k", raw, "");
        Assert.True(row.Accepted, row.Messages);
        Assert.Empty(row.Violations);
        Assert.Equal((expected, currency), (row["N"], row["C"]));
    }

    [Fact]
    public async Task Leaves_a_currency_that_the_supplier_gave_and_warns_when_the_amount_says_otherwise()
    {
        var same = await Capital("").RowAsync("k", "5万美元", "USD");
        Assert.Empty(same.Violations);
        Assert.Equal("USD", same["C"]);

        var other = await Capital("").RowAsync("k", "5万美元", "人民币");
        Assert.True(other.Accepted);
        Assert.Equal(["currency"], other.Rules);
        Assert.Contains("美元", other.Messages, StringComparison.Ordinal);
        Assert.Equal("人民币", other["C"]);
    }

    [Theory]
    [InlineData("万人民币"), InlineData("(万元)"), InlineData("万美元")]
    public async Task Takes_a_unit_without_a_number_as_absent_with_a_warning(string raw)
    {
        var row = await Capital("").RowAsync("k", raw, "");
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(["decimal"], row.Rules);
        Assert.Contains("没有数字", row.Messages, StringComparison.Ordinal);
        Assert.Null(row["N"]);
        Assert.Null(row["C"]);
        Assert.Equal(["decimal", "required"], (await Capital("required").RowAsync("k", raw, "")).Rules);
    }

    private static TestDataset Capital(string required) =>
        new TestDataset().Field("K")
            .Field("N", FieldType.Decimal, "ge:0 currency:C", field => field with { Unit = "万元", Required = required.Length > 0 })
            .Field("C").Map("N", ["N"], unit: "万元");

    private static TestDataset Amount(string unit, string? sourceUnit, string rules) =>
        new TestDataset().Field("K").Field("N", FieldType.Decimal, rules, field => field with { Unit = unit }).Map("N", ["N"], unit: sourceUnit);
}
