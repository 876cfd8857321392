using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>date_ge:FIELD</c>: not earlier than the other date, when both are there. Days in content form are in the order of their bytes.</summary>
internal sealed class DateGeRule(RuleTarget target, RuleTarget other) : Rule("date_ge", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var earliest = draft.Values[other.Ordinal];
        if (earliest.Length > 0 && Value(draft).SequenceCompareTo(earliest) < 0)
        {
            Report(draft, $"早于“{other.Name}”", "请核对两个日期");
        }
    }
}
