using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>What the rules of identifiers share: the repair of confusable characters, accepted only when the check character then fits.</summary>
internal abstract class IdentifierRule(string name, RuleTarget target, Severity severity) : Rule(name, target, severity)
{
    /// <summary>Longest identifier with a check character.</summary>
    protected const int Longest = 18;

    /// <summary>Whether the rule asks for this identifier in this record.</summary>
    protected virtual bool Applies(RecordDraft draft) => true;

    /// <summary>Whether the value is whole and its check character fits.</summary>
    protected abstract bool Fits(ReadOnlySpan<byte> value);

    /// <inheritdoc/>
    public override void Repair(RecordDraft draft)
    {
        var value = Value(draft);
        if (value.Length > Longest * 4 || Fits(value) || !Applies(draft))
        {
            return;
        }

        Span<byte> proposal = stackalloc byte[Longest];
        for (int ell = 0; ell < 2; ell++)
        {
            int length = Confusables.Replace(value, ell == 1, proposal);
            if (length > 0 && Fits(proposal[..length]))
            {
                draft.Values.Set(Target.Ordinal, proposal[..length]);
                draft.Repaired(Target, "identifier_confusables");
                return;
            }
        }
    }

    /// <summary>Reports with the reason that helps most.</summary>
    protected void ReportMismatch(RecordDraft draft, string lengths, bool rightLength, string remedy)
    {
        var value = Value(draft);
        string problem = CitizenId.IsMasked(value) ? "是脱敏号码，不能当作完整号码"
            : value.IndexOf("E+"u8) > 0 ? "被电子表格改成科学计数法，位数已丢失"
            : value.Contains((byte)';') ? "填写了多个号码"
            : !rightLength ? $"应为{lengths}"
            : value.EndsWith("000"u8) && value.Length == Longest && Digits.All(value) ? "校验位不正确，疑似被电子表格舍入（末几位变为0）"
            : "含有不允许的字符或校验位不正确";
        Report(draft, problem, remedy);
    }
}
