using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Rules;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Rules;

public class RuleRegistryTests
{
    [Fact]
    public void Knows_the_whole_vocabulary()
    {
        string[] vocabulary =
        [
            "enum", "enum_name", "enum_multi", "enum_prefix", "uscc", "uscc_warn", "uscc_repair", "uscc_placeholder_if", "uscc_or_citizen_id", "orgcode",
            "orgcode_or_uscc", "regno15_warn", "tax_id", "tax_id_warn", "citizen_id", "citizen_id_warn", "citizen_id_if", "citizen_id_or_masked",
            "citizen_id_or_passport", "mask_on_publish", "date", "date_le_today", "date_ge", "open_ended", "yyyymm", "year", "decimal", "gt", "ge", "unit", "currency",
            "regex", "in", "equals", "startswith", "blank_if", "group", "no_placeholder", "doc_no_chars", "name_chars", "trim", "org_full_name", "region6",
            "region9", "phone", "phone_multi", "strip_dot_zero", "case_no",
            "tax_structure", "length", "max_bytes", "truncated_at", "chars", "one_party", "no_spaces",
        ];
        Assert.Equal(vocabulary.Order(), RuleRegistry.Names.Order());
    }

    [Theory]
    [InlineData("T", "usc", "unknown rule")]
    [InlineData("T", "uscc:x", "takes no argument")]
    [InlineData("T", "enum", "codeSet")]
    [InlineData("T", "date_le_today", "does not fit")]
    [InlineData("T", "blank_if", "condition")]
    [InlineData("T", "blank_if:X == '1'", "no field X")]
    [InlineData("T", "regex:(a)\\1", "linear|look-around")]
    [InlineData("T", "regex:[", "pattern")]
    [InlineData("T", "group:7", "anyOf")]
    [InlineData("D", "date_ge:T", "no date")]
    [InlineData("N", "currency:D", "no text")]
    [InlineData("N", "currency:NONE", "no field NONE")]
    [InlineData("D", "date_ge:NONE", "no field NONE")]
    [InlineData("N", "decimal:18", "precision")]
    [InlineData("N", "decimal:6,18", "precision")]
    [InlineData("N", "gt:x", "number")]
    [InlineData("N", "unit:元", "not set")]
    [InlineData("T", "length:0", "lengths"), InlineData("T", "length", "lengths"), InlineData("T", "length:9,", "lengths"), InlineData("T", "truncated_at:x", "lengths")]
    [InlineData("T", "max_bytes:", "bytes"), InlineData("T", "max_bytes:9,utf16", "bytes"), InlineData("T", "chars:", "classes"), InlineData("T", "chars:digits", "classes")]
    [InlineData("D", "max_bytes:9", "does not fit"), InlineData("N", "one_party", "does not fit")]
    public void Says_what_is_wrong_with_a_rule(string field, string rule, string words)
    {
        string? problem = RuleRegistry.Problem(rule, Dataset.Fields.Single(known => known.Code == field), Dataset);
        Assert.Matches(words, problem);
    }

    [Theory]
    [InlineData("T", "uscc"), InlineData("T", "blank_if:N == '1'"), InlineData("D", "date_ge:E"), InlineData("N", "decimal:18,6"), InlineData("N", "ge:0")]
    [InlineData("T", "length:9,18"), InlineData("T", "max_bytes:256"), InlineData("T", "max_bytes:256,gb18030"), InlineData("T", "truncated_at:72,255"), InlineData("T", "chars:digit,upper,-")]
    [InlineData("T", "one_party"), InlineData("T", "no_spaces")]
    [InlineData("T", @"regex:^\d{3}$"), InlineData("T", "group:1"), InlineData("D", "open_ended:2099/12/31")]
    public void Finds_nothing_wrong_with_a_right_rule(string field, string rule) =>
        Assert.Null(RuleRegistry.Problem(rule, Dataset.Fields.Single(known => known.Code == field), Dataset));

    [Fact]
    public void Says_what_is_wrong_with_a_check()
    {
        Assert.Contains("either", RuleRegistry.CheckProblem(Check(null, null), Dataset), StringComparison.Ordinal);
        Assert.Contains("no field X", RuleRegistry.CheckProblem(Check("X == '1'", null), Dataset), StringComparison.Ordinal);
        Assert.Contains("unknown check rule", RuleRegistry.CheckProblem(Check(null, "magic"), Dataset), StringComparison.Ordinal);
        Assert.Contains("two fields", RuleRegistry.CheckProblem(Check(null, "orgcode_in_uscc", "T"), Dataset), StringComparison.Ordinal);
        Assert.Contains("no field X", RuleRegistry.CheckProblem(Check(null, "orgcode_in_uscc", "T", "X"), Dataset), StringComparison.Ordinal);
        Assert.Null(RuleRegistry.CheckProblem(Check("T == '1' => notempty(N)", null), Dataset));
    }

    private static CheckDefinition Check(string? expression, string? rule, params string[] arguments) =>
        new("C", Severity.Warning, expression, rule, arguments, "请核对");

    private static DatasetDefinition Dataset
    {
        get
        {
            var dataset = new TestDataset().Field("T").Field("D", FieldType.Date).Field("E", FieldType.Date).Field("N", FieldType.Decimal);
            dataset.AnyOf.Add(new AnyOfDefinition("1", ["T"], null));
            return dataset.Definition;
        }
    }
}
