using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Brings the values of one field into the catalog's form. Bound once, stateless afterwards.</summary>
internal abstract class ValueForm(RuleTarget target)
{
    /// <summary>The field.</summary>
    public RuleTarget Target { get; } = target;

    /// <summary>How its texts are cleaned first.</summary>
    public virtual CleanMode Mode => CleanMode.Ascii;

    /// <summary>Whether what it takes depends on the record's own date.</summary>
    public virtual bool IsTimed => false;

    /// <summary>Whether a word that usually means absence is a value here.</summary>
    public virtual bool Keeps(ReadOnlySpan<byte> nullWord) => false;

    /// <summary>
    /// Sets the field from a cleaned text that is not empty, or reports why it cannot. <paramref name="sourceUnit"/>: unit the supplier
    /// writes amounts in, or null.
    /// </summary>
    public abstract void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit);

    /// <summary>Reports a formula that failed: what should stand there is not known.</summary>
    public void ReportSpreadsheetError(RecordDraft draft) =>
        draft.Report(Target, "spreadsheet_error", $"{Target.Name}：是电子表格的公式错误。请改正公式或填写实际内容后重新导出。");

    /// <summary>Sets a text that was rewritten and records the repair; what is a word for nothing after rewriting ("- -") is absent.</summary>
    protected void SetRewritten(RecordDraft draft, ReadOnlySpan<byte> value, string repair)
    {
        if (NullWords.Contains(value) && !Keeps(value))
        {
            draft.Cleaned[Target.Ordinal] |= CleanFlags.NullWord;
            return;
        }

        if (NullWords.IsSpreadsheetError(value))
        {
            ReportSpreadsheetError(draft);
            return;
        }

        draft.Values.Set(Target.Ordinal, value);
        draft.Repaired(Target, repair);
    }

    /// <summary>Reports that the text has no form the catalog names; the field stays absent.</summary>
    protected void Refuse(RecordDraft draft, string rule, ReadOnlySpan<byte> value, string problem, string remedy) =>
        draft.Report(Target, rule, RuleText.Sentence(Target, value, problem, remedy), Severity.Error);

    /// <summary>Without the <c>.0</c> that a spreadsheet hangs on a whole number.</summary>
    protected static ReadOnlySpan<byte> WithoutDotZero(ReadOnlySpan<byte> value)
    {
        if (!value.EndsWith("0"u8))
        {
            return value;
        }

        int dot = value.IndexOf((byte)'.');
        return dot > 0 && Digits.All(value[..dot]) && value[(dot + 1)..].IndexOfAnyExcept((byte)'0') < 0 ? value[..dot] : value;
    }
}
