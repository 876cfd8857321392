using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>region6</c>: six digits; <c>region9</c>: six to twelve. Abolished codes are never refused: bodies keep the code of the day they were registered. Where the
/// field names a code set, it tells the time of codes: one that was not in use on the record's own date is a warning.
/// </summary>
internal sealed class RegionRule(string name, RuleTarget target, int longest, RegionTimes? times = null) : Rule(name, target, Severity.Error)
{
    /// <summary>Whether it depends on the record's own date.</summary>
    public bool IsTimed => times is { IsTimed: true };

    /// <summary>The same rule with the times of a code set.</summary>
    public RegionRule With(CodeSetDefinition set) => new(Name, Target, longest, new RegionTimes(set));

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (!Digits.All(value) || value.Length < 6 || value.Length > longest || value[0] is (byte)'0' or (byte)'9')
        {
            Report(draft, longest == 6 ? "应为6位行政区划代码" : "应为6至12位行政区划代码", "请按GB/T 2260填写");
        }
        else if (times?.OutOfTime(value, draft.OwnDate) is { } item)
        {
            draft.Report(Target, Name, $"{Target.Name}：行政区划代码{item.Code}（{item.Name}）{PeriodText.Of(item.Period)}，本记录日期为{PeriodText.Day(draft.OwnDate)}。请核对代码和日期。", Severity.Warning);
        }
    }
}
