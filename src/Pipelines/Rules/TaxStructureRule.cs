using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>tax_structure</c>: a taxpayer number of right length is built of the parts it should have. Rests on practice, so it can only warn; beside <c>tax_id</c>.</summary>
internal sealed class TaxStructureRule(RuleTarget target) : Rule("tax_structure", target, Severity.Warning)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (TaxNumber.IsValid(value) && !TaxNumber.HasStructure(value))
        {
            Report(draft, value.Length == 15 ? "不是行政区划加组织机构代码，也不是15位身份证号" : "不以公民身份号码开头", "请按税务登记核对");
        }
    }
}
