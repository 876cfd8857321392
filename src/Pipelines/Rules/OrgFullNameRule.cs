using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>org_full_name</c>: the registered full name of a unit. An abbreviation cannot be proved: very short or masked names are reported as warnings.</summary>
internal sealed class OrgFullNameRule(RuleTarget target) : Rule("org_full_name", target, Severity.Warning)
{
    private const int Shortest = 4;

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (value.Contains((byte)'*') || (value.Length < Shortest * 4 && RuleText.CountScalars(value) < Shortest))
        {
            Report(draft, "疑似简称或脱敏名称", "请填写单位全称");
        }
    }
}
