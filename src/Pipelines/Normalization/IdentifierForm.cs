using System.Buffers;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Identifiers: half width, upper case, no spaces, no spreadsheet's <c>.0</c>. Several in one cell are joined by a semicolon, the same one twice is one; what stays
/// several is for the rules to refuse. Check characters are the rules' business.
/// </summary>
internal sealed class IdentifierForm(RuleTarget target) : ValueForm(target)
{
    private const byte Separator = (byte)';';

    private static readonly SearchValues<byte> Plain = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*-"u8);

    private static ReadOnlySpan<byte> Pause => "、"u8;

    /// <inheritdoc/>
    public override void Take(ReadOnlySpan<byte> value, RecordDraft draft, string? sourceUnit)
    {
        if (value.IndexOfAnyExcept(Plain) < 0)
        {
            draft.Values.Set(Target.Ordinal, value);
            return;
        }

        var whole = WithoutDotZero(value);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(whole.Length);
        int length = Compact(whole, buffer, SpacesSeparate(whole), out bool raised, out bool several);
        length = several ? Unite(buffer.AsSpan(0, length)) : length;
        var taken = buffer.AsSpan(0, length);
        string repair = several ? "several_identifiers" : raised ? "upper_case" : length != whole.Length ? "inner_space" : "strip_dot_zero";
        if (value.SequenceEqual(taken))
        {
            draft.Values.Set(Target.Ordinal, value);
        }
        else
        {
            SetRewritten(draft, taken, repair);
        }

        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
    }

    /// <summary>Upper case without spaces; every mark between identifiers becomes a semicolon.</summary>
    private static int Compact(ReadOnlySpan<byte> value, Span<byte> target, bool spacesSeparate, out bool raised, out bool several)
    {
        int end = 0;
        raised = false;
        several = false;
        for (int i = 0; i < value.Length; i++)
        {
            byte unit = value[i];
            bool pause = value[i..].StartsWith(Pause);
            if (pause || unit is (byte)',' or Separator || (unit == ' ' && spacesSeparate))
            {
                several = true;
                target[end++] = Separator;
                i += pause ? Pause.Length - 1 : 0;
            }
            else if (unit != ' ')
            {
                bool lower = unit is >= (byte)'a' and <= (byte)'z';
                raised |= lower;
                target[end++] = lower ? (byte)(unit - 32) : unit;
            }
        }

        return end;
    }

    /// <summary>Each identifier once, without empty places; the new length.</summary>
    private static int Unite(Span<byte> joined)
    {
        int end = 0;
        for (int start = 0; start < joined.Length;)
        {
            int length = joined[start..].IndexOf(Separator);
            length = length < 0 ? joined.Length - start : length;
            if (length > 0 && !Holds(joined[..end], joined.Slice(start, length)))
            {
                if (end > 0)
                {
                    joined[end++] = Separator;
                }

                joined.Slice(start, length).CopyTo(joined[end..]);
                end += length;
            }

            start += length + 1;
        }

        return end;
    }

    private static bool Holds(ReadOnlySpan<byte> joined, ReadOnlySpan<byte> one)
    {
        foreach (var part in joined.Split(Separator))
        {
            if (joined[part].SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Spaces inside one identifier are dropped; between whole ones they separate.</summary>
    private static bool SpacesSeparate(ReadOnlySpan<byte> value)
    {
        int count = 0;
        foreach (var part in value.Split((byte)' '))
        {
            var one = value[part];
            if (!one.IsEmpty && !IsWhole(one))
            {
                return false;
            }

            count += one.IsEmpty ? 0 : 1;
        }

        return count > 1;
    }

    private static bool IsWhole(ReadOnlySpan<byte> one) =>
        UsccCode.IsValid(one) || CitizenId.IsValid(one) || OrgCode.IsValid(one) || RegistrationNumber.IsValid(one);
}
