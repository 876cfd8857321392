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
    public async Task Gives_amounts_one_exact_form(string raw, string unit, string? sourceUnit, string expected)
    {
        var row = await Amount(unit, sourceUnit, "decimal:28,6").RowAsync("k", raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["N"]);
    }

    [Theory]
    [InlineData("1.5E+17", "科学计数法"), InlineData("1e5", "科学计数法"), InlineData("1,5", "分隔符"), InlineData("12,34.5", "分隔符"), InlineData("约200", "不是数字|不认识")]
    [InlineData("200美元", "不认识"), InlineData("1.2.3", "不是数字"), InlineData("(500)", "不认识|不是数字"), InlineData("NaN", "不认识|不是数字"), InlineData("壹佰元", "不认识|不是数字")]
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

    private static TestDataset Amount(string unit, string? sourceUnit, string rules) =>
        new TestDataset().Field("K").Field("N", FieldType.Decimal, rules, field => field with { Unit = unit }).Map("N", ["N"], unit: sourceUnit);
}
