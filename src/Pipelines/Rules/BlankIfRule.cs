using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>blank_if:COND</c>: must be empty when the condition holds.</summary>
internal sealed class BlankIfRule(RuleTarget target, Condition when, string condition) : Rule("blank_if", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if (when.Holds(draft.Values))
        {
            Report(draft, $"按规定应为空（条件：{condition}）", "请清空该栏或核对条件字段");
        }
    }
}
