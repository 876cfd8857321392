using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>date_le_today</c>: not later than the Beijing date on which the payload was received.</summary>
internal sealed class DateLeTodayRule(RuleTarget target) : Rule("date_le_today", target, Severity.Error)
{
    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        if (DayText.Number(Value(draft)) > DayText.Number(draft.ReceivedOn))
        {
            Report(draft, "晚于收到数据的日期", "请核对日期");
        }
    }
}
