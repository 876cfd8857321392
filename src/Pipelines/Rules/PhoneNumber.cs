namespace CreditHub.Pipelines.Rules;

/// <summary>Chinese phone numbers: mobile (11 digits from 13 to 19), landline with or without area code and extension, 400 and 800 numbers. Pure, allocation-free.</summary>
internal static class PhoneNumber
{
    /// <summary>Digits with at most two hyphens in one of the shapes; not one digit repeated.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 7 or > 20 || text.TrimEnd(text[^1]).IsEmpty)
        {
            return false;
        }

        if (text.Length == 11 && text[0] == '1')
        {
            return text[1] is >= (byte)'3' and <= (byte)'9' && Digits.All(text) && !text[2..].TrimEnd(text[^1]).IsEmpty;
        }

        if (text[0] == '0')
        {
            int hyphen = text.IndexOf((byte)'-');
            return hyphen < 0
                ? text.Length is >= 10 and <= 12 && Digits.All(text)
                : hyphen is 3 or 4 && Digits.All(text[..hyphen]) && IsLocal(text[(hyphen + 1)..]);
        }

        return IsServiceNumber(text) || IsLocal(text);
    }

    private static bool IsServiceNumber(ReadOnlySpan<byte> text) =>
        text.Length is >= 10 and <= 12 && (text.StartsWith("400"u8) || text.StartsWith("800"u8))
        && Digits.Count(text) == 10 && Digits.Count(text) + text.Count((byte)'-') == text.Length;

    /// <summary>7 or 8 digits, not beginning with 0 or 1, perhaps with an extension of up to 6 digits.</summary>
    private static bool IsLocal(ReadOnlySpan<byte> text)
    {
        int hyphen = text.IndexOf((byte)'-');
        var number = hyphen < 0 ? text : text[..hyphen];
        return number.Length is 7 or 8 && number[0] >= '2' && Digits.All(number) && !number.TrimEnd(number[^1]).IsEmpty
            && (hyphen < 0 || (text.Length - hyphen - 1 <= 6 && Digits.All(text[(hyphen + 1)..])));
    }
}
