using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>uscc_or_citizen_id</c>: either identifier.</summary>
internal sealed class UsccOrCitizenIdRule(RuleTarget target) : IdentifierRule("uscc_or_citizen_id", target, Severity.Error)
{
    /// <inheritdoc/>
    protected override bool Fits(ReadOnlySpan<byte> value) => UsccCode.IsValid(value) || CitizenId.IsValid(value);

    /// <inheritdoc/>
    public override void Repair(RecordDraft draft)
    {
        CitizenIdRule.UpgradeLegacy(Target, draft);
        base.Repair(draft);
    }

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (!Fits(value))
        {
            ReportMismatch(draft, "18位", value.Length == Longest, "请填写统一社会信用代码或公民身份号码");
        }
    }
}
