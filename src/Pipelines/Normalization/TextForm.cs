using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Text as it is; <paramref name="dotZero"/>: without a spreadsheet's <c>.0</c>.</summary>
internal sealed class TextForm(RuleTarget target, bool dotZero) : ValueForm(target)
{
    /// <inheritdoc/>
    public override CleanMode Mode { get; } = target.Field.Type == FieldType.LongText ? CleanMode.LongText : CleanMode.Text;

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        var taken = dotZero ? WithoutDotZero(value) : value;
        draft.Values.Set(Target.Ordinal, taken);
        if (taken.Length != value.Length)
        {
            draft.Repaired(Target, "strip_dot_zero");
        }
    }
}
