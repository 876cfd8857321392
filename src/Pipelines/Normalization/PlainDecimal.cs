using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Decimal numbers as digits, exact at any length up to 60: shifting the point is the only arithmetic. Pure, allocation-free.</summary>
internal static class PlainDecimal
{
    /// <summary>Most digits of a number before and after the point together.</summary>
    public const int MaxDigits = 60;

    /// <summary>Most bytes <see cref="Write"/> writes.</summary>
    public const int MaxLength = MaxDigits + 24;

    /// <summary>
    /// Writes <paramref name="number"/> (digits, at most one point, perhaps a sign, commas ignored) times ten to the <paramref name="shift"/> in plain
    /// form: no leading or trailing zeros, no sign on zero. Returns the length, 0 when it is no number.
    /// </summary>
    public static int Write(ReadOnlySpan<byte> number, int shift, Span<byte> target)
    {
        bool negative = number.StartsWith("-"u8);
        number = negative || number.StartsWith("+"u8) ? number[1..] : number;
        Span<byte> digits = stackalloc byte[MaxDigits];
        int count = 0;
        int point = -1;
        foreach (byte unit in number)
        {
            if (unit is >= (byte)'0' and <= (byte)'9' && count < MaxDigits)
            {
                digits[count++] = unit;
            }
            else if (unit == '.' && point < 0)
            {
                point = count;
            }
            else if (unit != ',' || point >= 0)
            {
                return 0;
            }
        }

        return count == 0 ? 0 : WriteDigits(digits[..count], (point < 0 ? count : point) + shift, negative, target);
    }

    /// <summary>Digits before and after the point of a plain number.</summary>
    public static (int Whole, int Fraction) Count(ReadOnlySpan<byte> plain)
    {
        plain = plain.StartsWith("-"u8) ? plain[1..] : plain;
        int point = plain.IndexOf((byte)'.');
        return point < 0 ? (plain.SequenceEqual("0"u8) ? 0 : plain.Length, 0) : (plain[0] == '0' ? 0 : point, plain.Length - point - 1);
    }

    /// <summary>Whether the text is already in plain form.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> text)
    {
        int point = text.IndexOf((byte)'.');
        var whole = point < 0 ? text : text[..point];
        return Digits.All(whole) && (whole[0] != '0' || whole.Length == 1) && text.Length <= MaxDigits
            && (point < 0 || (Digits.All(text[(point + 1)..]) && text[^1] != '0'));
    }

    private static int WriteDigits(ReadOnlySpan<byte> digits, int point, bool negative, Span<byte> target)
    {
        int first = digits.IndexOfAnyExcept((byte)'0');
        if (first < 0)
        {
            target[0] = (byte)'0';
            return 1;
        }

        int last = digits.LastIndexOfAnyExcept((byte)'0');
        int end = 0;
        if (negative)
        {
            target[end++] = (byte)'-';
        }

        if (point <= first)
        {
            target[end++] = (byte)'0';
        }

        for (int i = first; i < point; i++)
        {
            target[end++] = i < digits.Length ? digits[i] : (byte)'0';
        }

        if (last < point)
        {
            return end;
        }

        target[end++] = (byte)'.';
        for (int i = point; i <= last; i++)
        {
            target[end++] = i < 0 ? (byte)'0' : digits[i];
        }

        return end;
    }
}
