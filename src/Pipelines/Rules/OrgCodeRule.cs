using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary><c>orgcode</c>, <c>orgcode_or_uscc</c>: organisation code; the printed hyphen is removed.</summary>
internal sealed class OrgCodeRule(string name, RuleTarget target, bool orUscc) : IdentifierRule(name, target, Severity.Error)
{
    /// <inheritdoc/>
    protected override bool Fits(ReadOnlySpan<byte> value) => OrgCode.IsValid(value) || (orUscc && UsccCode.IsValid(value));

    /// <inheritdoc/>
    public override void Repair(RecordDraft draft)
    {
        var value = Value(draft);
        if (OrgCode.HasHyphen(value))
        {
            Span<byte> code = stackalloc byte[9];
            value[..8].CopyTo(code);
            code[8] = value[9];
            draft.Values.Set(Target.Ordinal, code);
            draft.Repaired(Target, "orgcode");
        }

        base.Repair(draft);
    }

    /// <inheritdoc/>
    public override void Check(RecordDraft draft)
    {
        var value = Value(draft);
        if (!Fits(value))
        {
            ReportMismatch(draft, "9位", value.Length == 9 || (orUscc && value.Length == Longest), "请按组织机构代码证核对，统一社会信用代码填入代码_1");
        }
    }
}
