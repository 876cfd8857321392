using System.Buffers;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Identifiers: half width, upper case, no spaces, no spreadsheet's <c>.0</c>. Check characters are the rules' business.</summary>
internal sealed class IdentifierForm(RuleTarget target) : ValueForm(target)
{
    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*-"u8);

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        if (value.IndexOfAnyExcept(Plain) < 0)
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        var whole = WithoutDotZero(value);
        if (whole.Length != value.Length)
        {
            draft.Repaired(Target, "strip_dot_zero");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(whole.Length);
        int end = 0;
        bool raised = false;
        foreach (byte unit in whole)
        {
            bool lower = unit is >= (byte)'a' and <= (byte)'z';
            raised |= lower;
            if (unit != ' ')
            {
                buffer[end++] = lower ? (byte)(unit - 32) : unit;
            }
        }

        draft.Values.Set(Target.Ordinal, buffer.AsSpan(0, end));
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        if (raised || end != whole.Length)
        {
            draft.Repaired(Target, raised ? "upper_case" : "inner_space");
        }
    }
}
