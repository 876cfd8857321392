using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Rules;

/// <summary>Rules over one value: lengths, bytes, characters, cut texts, several parties, numbers without a check character.</summary>
public class ValueRuleTests
{
    [Theory]
    [InlineData("max_bytes:6", "许昌", true), InlineData("max_bytes:5", "许昌", false), InlineData("max_bytes:4,gb18030", "许昌", true), InlineData("max_bytes:3,gb18030", "许昌", false)]
    [InlineData("max_bytes:4,gb18030", "𠮷", true), InlineData("max_bytes:3,gb18030", "𠮷", false), InlineData("max_bytes:8,gb18030", "①·α—", true), InlineData("max_bytes:7,gb18030", "①·α—", false)]
    [InlineData("length:9,18", "123456789", true), InlineData("length:9,18", "1234567890", false), InlineData("length:2", "𠮷王", true)]
    [InlineData("chars:digit,upper,-", "A-17", true), InlineData("chars:digit,upper,-", "a-17", false), InlineData("chars:han", "买买提·吐尔逊", true), InlineData("chars:han", "王 五", false)]
    [InlineData("chars:han,space,punctuation", "王（五） 。", true), InlineData("chars:letter", "王", false), InlineData("chars:digit", "٣", false)]
    [InlineData("case_no", "（2012）许执字第123号", true), InlineData("case_no", "（2023）川01执恢12号之一", true), InlineData("case_no", "（2023）川01执号", false), InlineData("case_no", "（2023）12号", false)]
    public async Task Refuses_what_a_rule_does_not_allow(string rule, string raw, bool accepted)
    {
        var row = await new TestDataset().Field("A", rules: rule).RowAsync(raw);
        Assert.Equal(accepted, row.Accepted);
        Assert.Equal(accepted ? [] : [rule.Split(':')[0]], row.Rules);
        Assert.True(accepted || row.Messages.Contains('请') || row.Messages.Contains('只'));
    }

    [Fact]
    public async Task Tells_the_class_of_a_forbidden_character_and_not_the_name_it_stands_in()
    {
        var row = await new TestDataset().Field("A", rules: "chars:han", with: field => field with { Personal = PersonalKind.Name }).RowAsync("张三丰1");
        Assert.Contains("含有不允许的字符（数字）", row.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("张三丰", row.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(72, 'x', true), InlineData(71, 'x', false), InlineData(73, 'x', false), InlineData(72, '。', false), InlineData(72, '）', false), InlineData(255, 'x', true)]
    public async Task Warns_of_a_text_cut_at_a_limit(int characters, char last, bool warns)
    {
        var row = await new TestDataset().Field("A", FieldType.LongText, "truncated_at:72,255").RowAsync(new string('违', characters - 1) + last);
        Assert.True(row.Accepted);
        Assert.Equal(warns ? ["truncated_at"] : [], row.Rules);
    }

    [Theory]
    [InlineData(24, "", true), InlineData(23, "x", true), InlineData(23, "xx", true), InlineData(23, "。", false), InlineData(22, "x", false)]
    public async Task Warns_of_a_text_cut_at_bytes_between_characters(int characters, string rest, bool warns)
    {
        var row = await new TestDataset().Field("A", FieldType.LongText, "truncated_at:72").RowAsync(new string('违', characters) + rest);
        Assert.Equal(warns ? ["truncated_at"] : [], row.Rules);
    }

    [Theory]
    [InlineData("", 40, true), InlineData("", 41, false), InlineData("truncated_at:72", 40, true), InlineData("truncated_at:40,72", 40, true)]
    public async Task Warns_once_of_a_text_cut_by_a_station_of_this_supplier(string catalog, int characters, bool warns)
    {
        var row = await new TestDataset().Field("A", FieldType.LongText, catalog).Map("A", ["A"], truncatedAt: 40).RowAsync(new string('违', characters));
        Assert.True(row.Accepted);
        Assert.Equal(warns ? ["truncated_at"] : [], row.Rules);
    }

    [Theory]
    [InlineData("341402", "2011-08-21", false), InlineData("341402", "2011-08-22", true), InlineData("520502", "2011-10-21", true), InlineData("520502001", "2011-10-22", false)]
    [InlineData("469003", "2016-01-01", true), InlineData("469002", "2016-01-01", false), InlineData("411002", "2016-01-01", false)]
    public async Task Region_codes_of_their_time_are_right_and_others_a_warning(string code, string day, bool warns)
    {
        var dataset = new TestDataset { OwnDate = "D" }.Field("K").Field("A", rules: "region9", with: field => field with { CodeSet = "REGIONS" }).Field("D", FieldType.Date)
            .CodeSet("REGIONS", ("341400", "巢湖市", []), ("520500", "毕节市", []), ("469003", "儋州市", []));
        dataset.Time("REGIONS", "巢湖市", new Period(null, new DateOnly(2011, 8, 21)));
        dataset.Time("REGIONS", "毕节市", new Period(new DateOnly(2011, 10, 22), null));
        dataset.Time("REGIONS", "儋州市", new Period(null, new DateOnly(2015, 2, 18)));
        var row = await dataset.RowAsync("k", code, day);
        Assert.True(row.Accepted);
        Assert.Equal(warns ? ["region9"] : [], row.Rules);
    }

    [Theory]
    [InlineData("许昌某某公司、郑州某某公司"), InlineData("张某;李某"), InlineData("许昌某某公司等3家"), InlineData("张某等五人"), InlineData("甲某某，乙某某")]
    public async Task Warns_of_several_parties_in_one_cell(string raw)
    {
        var row = await new TestDataset().Field("A", rules: "one_party").RowAsync(raw);
        Assert.True(row.Accepted);
        Assert.Equal(["one_party"], row.Rules);
    }

    [Theory]
    [InlineData("许昌某某公司"), InlineData("许昌某某（集团、控股）公司"), InlineData("平等五金店"), InlineData("许昌市中等职业学校"), InlineData("、公司")]
    public async Task Leaves_names_of_one_party(string raw) => Assert.Empty((await new TestDataset().Field("A", rules: "one_party").RowAsync(raw)).Rules);

    [Theory]
    [InlineData("tax_id", "440301192203822", null), InlineData("tax_id", "44030119220382199", null), InlineData("tax_id", "914403001922038216", null)]
    [InlineData("tax_id", "000000000000000", Severity.Error), InlineData("tax_id", "914403001922038217", Severity.Error), InlineData("tax_id", "1234567890123456", Severity.Error)]
    [InlineData("tax_id_warn", "1234567890123456", Severity.Warning), InlineData("tax_id", "440301 19220382!", Severity.Error)]
    [InlineData("tax_structure", "440301192203821", null), InlineData("tax_structure", "110105491231002", null), InlineData("tax_structure", "11010549123100201", null)]
    [InlineData("tax_structure", "11010519491231002X01", null), InlineData("tax_structure", "914403001922038216", null), InlineData("tax_structure", "440301192203822", Severity.Warning)]
    [InlineData("tax_structure", "44030119220382199", Severity.Warning), InlineData("tax_structure", "11010519491231002101", Severity.Warning), InlineData("tax_structure", "123", null)]
    public async Task Checks_tax_numbers_by_length_and_where_asked_by_structure(string rule, string raw, Severity? severity)
    {
        var row = await new TestDataset().Field("A", rules: rule).RowAsync(raw);
        Assert.Equal(severity is null ? [] : [severity.Value], row.Violations.Select(violation => violation.Severity));
        Assert.DoesNotContain(raw, row.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orgcode", "000000000"), InlineData("uscc", "000000000000000000"), InlineData("uscc", "910000000000000007"), InlineData("regno15_warn", "000000000000000")]
    public async Task Zeros_are_nobodys_code_although_some_fit_the_check(string rule, string raw) =>
        Assert.Equal([rule], (await new TestDataset().Field("A", rules: rule).RowAsync(raw)).Rules);
}
