using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>tax_id</c>, <c>tax_id_warn</c>: taxpayer number.</summary>
internal sealed class TaxNumberRule(string name, RuleTarget target, Severity severity) : IdentifierRule(name, target, severity)
{
    /// <inheritdoc/>
    protected override bool Fits(ReadOnlySpan<byte> value) => TaxNumber.IsValid(value);

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (!Fits(value))
        {
            ReportMismatch(draft, "15、17、18或20位", value.Length is 15 or 17 or 18 or 20, "请按税务登记核对后重报");
        }
    }
}
