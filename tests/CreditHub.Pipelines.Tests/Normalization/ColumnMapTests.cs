using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Normalization;

public class ColumnMapTests
{
    [Theory]
    [InlineData("XK_MC"), InlineData("xk_mc"), InlineData(" 名称 "), InlineData("ＸＫ＿ＭＣ"), InlineData("单位（全称）"), InlineData("单位(全称)"), InlineData("单位【全称】"), InlineData("\uFEFF名称")]
    public async Task Finds_a_column_by_code_name_or_alias(string column)
    {
        var rows = await Dataset().ReadAsync(RowDecoder.Of([column], ["甲公司"]));
        Assert.Equal("""{"XK_MC":"甲公司"}""", rows[0].Content);
    }

    [Fact]
    public async Task Takes_the_first_mapped_column_that_exists_and_no_other_name()
    {
        var rows = await Dataset().Map("XK_MC", ["没有", "户名"]).ReadAsync(RowDecoder.Of(["名称", "户名"], ["甲", "乙"]));
        Assert.Equal("乙", rows[0]["XK_MC"]);
    }

    [Fact]
    public async Task Names_every_missing_column_at_once()
    {
        var dataset = Dataset().Field("D", FieldType.Date, with: field => field with { Required = true, Name = "日期" }).Map("XK_MC", ["户名", "用户名"]);
        var error = await Assert.ThrowsAsync<ConnectorException>(() => dataset.ReadAsync(RowDecoder.Of(["别的"], ["甲"])));
        Assert.Equal(FailureKind.Payload, error.Kind);
        Assert.Contains("户名/用户名（XK_MC）", error.OperatorMessage, StringComparison.Ordinal);
        Assert.Contains("日期（D）", error.OperatorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("甲", error.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_header_without_rows_is_a_fault_and_no_zero_report()
    {
        var dataset = Dataset().Map("XK_MC", ["户名"]);
        var error = await Assert.ThrowsAsync<ConnectorException>(() => dataset.ReadAsync(RowDecoder.Of(["名称"])));
        Assert.Equal(FailureKind.Payload, error.Kind);
        Assert.Contains("户名（XK_MC）", error.OperatorMessage, StringComparison.Ordinal);
        Assert.Empty(await dataset.ReadAsync(RowDecoder.Of(["户名"])));
        Assert.Empty(await dataset.ReadAsync(new RowDecoder([], [], fixedColumns: false)));
    }

    [Fact]
    public async Task A_wrong_header_is_found_before_a_row_that_cannot_be_split()
    {
        var decoder = new RowDecoder(["别的"], [["甲"u8.ToArray()]], fault: "列数不符");
        await Assert.ThrowsAsync<ConnectorException>(() => Dataset().Map("XK_MC", ["户名"]).ReadAsync(decoder));
    }

    [Fact]
    public async Task Refuses_a_column_that_is_there_twice()
    {
        var error = await Assert.ThrowsAsync<ConnectorException>(() => Dataset().ReadAsync(RowDecoder.Of(["名称", " 名称"], ["甲", "乙"])));
        Assert.Contains("重复", error.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_absent_key_of_a_json_record_is_an_absent_value()
    {
        var dataset = Dataset().Field("B", with: field => field with { Required = true });
        var decoder = new RowDecoder(["名称", "B"], [["甲"u8.ToArray()], ["乙"u8.ToArray(), "1"u8.ToArray()]], fixedColumns: false);
        Assert.Equal(["required"], (await dataset.ReadAsync(decoder)).SelectMany(row => row.Rules));
    }

    [Theory]
    [InlineData(true, false, false, "缺少列：户名（XK_MC）")]
    [InlineData(true, true, false, "缺少列：日期（D）")]
    [InlineData(true, true, true, "缺少列：电话（P）")]
    [InlineData(false, false, false, "缺少列：户名（XK_MC）")]
    [InlineData(false, true, false, "缺少列：日期（D）")]
    [InlineData(false, true, true, null)]
    public async Task Of_what_no_record_brings_only_what_a_record_must_have_is_missing_unless_it_is_a_table(bool table, bool name, bool date, string? said)
    {
        var dataset = new TestDataset().Field("XK_MC", with: field => field with { Required = true }).Field("D", with: field => field with { Required = true }).Field("P").Field("F")
            .Map("XK_MC", ["户名"]).Map("D", ["日期"]).Map("P", ["电话"]);
        string[] columns = [.. new[] { name ? "户名" : "", date ? "日期" : "" }.Where(c => c.Length > 0)];
        var decoder = new RowDecoder(columns, [[.. columns.Select(c => "1"u8.ToArray())]], fixedColumns: table);

        if (said is null)
        {
            Assert.Equal("""{"XK_MC":"1","D":"1"}""", (await dataset.ReadAsync(decoder)).Single().Content);
        }
        else
        {
            Assert.Contains(said, (await Assert.ThrowsAsync<ConnectorException>(() => dataset.ReadAsync(decoder))).OperatorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_short_row_has_absent_values()
    {
        var rows = await Dataset().Field("B").ReadAsync(RowDecoder.Of(["名称", "B"], ["甲"]));
        Assert.Equal("""{"XK_MC":"甲"}""", rows[0].Content);
    }

    [Fact]
    public async Task Constants_and_codes_replace_values()
    {
        var dataset = Dataset().Field("J").Field("Z")
            .Map("J", value: "A").Map("Z", ["状态"], codes: new() { ["01"] = "正常", ["无"] = "未定", [""] = "空白" });
        var rows = await dataset.ReadAsync(RowDecoder.Of(["名称", "状态"], ["甲", "０１"], ["乙", "无"], ["丙", ""], ["丁", "02"]));
        Assert.Equal(["正常", "未定", "空白", "02"], rows.Select(row => row["Z"]));
        Assert.All(rows, row => Assert.Equal("A", row["J"]));
    }

    [Fact]
    public async Task Counts_columns_that_no_field_takes_and_stores_none_of_them()
    {
        var dataset = Dataset();
        var normalizer = dataset.Normalizer();
        var decoder = RowDecoder.Of(["名称", "婚姻状况", "备忘"], ["甲", "已婚", "x"]);
        await foreach (var record in normalizer.ReadAsync(Stream.Null, decoder, TestDataset.Today, TestContext.Current.CancellationToken))
        {
            Assert.DoesNotContain("已婚", System.Text.Encoding.UTF8.GetString(record.Content.Span), StringComparison.Ordinal);
        }

        Assert.Equal(["婚姻状况", "备忘"], normalizer.UnknownColumns);
    }

    [Fact]
    public async Task The_order_of_columns_does_not_matter()
    {
        var dataset = new TestDataset().Field("A").Field("B").Field("C");
        var one = await dataset.ReadAsync(RowDecoder.Of(["A", "B", "C"], ["1", "2", "3"]));
        var other = await dataset.ReadAsync(RowDecoder.Of(["C", "X", "A", "B"], ["3", "9", "1", "2"]));
        Assert.Equal((one[0].Content, one[0].Hash, one[0].Id), (other[0].Content, other[0].Hash, other[0].Id));
    }

    private static TestDataset Dataset() => new TestDataset().Field("XK_MC", with: field => field with { Name = "名称", Aliases = ["单位（全称）"] });
}
