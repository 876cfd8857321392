using System.Buffers;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Text as it is; <paramref name="dotZero"/>: without a spreadsheet's <c>.0</c>; <paramref name="noSpaces"/>: without spaces, for numbers of licences: two writings of one
/// number are one record.
/// </summary>
internal sealed class TextForm(RuleTarget target, bool dotZero, bool noSpaces) : ValueForm(target)
{
    /// <inheritdoc/>
    public override CleanMode Mode { get; } = target.Field.Type == FieldType.LongText ? CleanMode.LongText : CleanMode.Text;

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        var taken = dotZero ? WithoutDotZero(value) : value;
        if (noSpaces && taken.Contains((byte)' '))
        {
            TakeWithoutSpaces(taken, draft);
        }
        else if (taken.Length != value.Length)
        {
            SetRewritten(draft, taken, "strip_dot_zero");
        }
        else
        {
            draft.Values.Set(Target.Ordinal, value);
        }
    }

    private void TakeWithoutSpaces(ReadOnlySpan<byte> value, RecordDraft draft)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(value.Length);
        int end = 0;
        foreach (byte unit in value)
        {
            if (unit != ' ')
            {
                buffer[end++] = unit;
            }
        }

        SetRewritten(draft, buffer.AsSpan(0, end), "inner_space");
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }
}
