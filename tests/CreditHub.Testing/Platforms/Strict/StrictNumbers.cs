namespace CreditHub.Testing.Platforms.Strict;

/// <summary>Check characters of identity numbers, written from the standards and not from the hub.</summary>
internal static class StrictNumbers
{
    public const string NoCode = "00000000000000000X";
    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private static readonly int[] OrgWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>GB 32100-2015: weights are powers of three modulo 31.</summary>
    public static bool Uscc(string text)
    {
        if (text.Length != 18 || text.Any(c => !UsccAlphabet.Contains(c)) || text[2..8].Any(c => !char.IsAsciiDigit(c)))
        {
            return false;
        }

        int sum = 0;
        for (int i = 0, weight = 1; i < 17; i++, weight = weight * 3 % 31)
        {
            sum += UsccAlphabet.IndexOf(text[i], StringComparison.Ordinal) * weight;
        }

        return UsccAlphabet[(31 - (sum % 31)) % 31] == text[17];
    }

    /// <summary>GB 11714-1997, nine characters without hyphen.</summary>
    public static bool OrgCode(string text)
    {
        if (text.Length != 9 || text[..8].Any(c => !char.IsAsciiDigit(c) && !char.IsAsciiLetterUpper(c)))
        {
            return false;
        }

        int sum = text[..8].Select((c, i) => (char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10) * OrgWeights[i]).Sum();
        return text[8] == (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }

    /// <summary>GB 11643-1999: ISO 7064 MOD 11-2 and a real day of birth.</summary>
    public static bool CitizenId(string text)
    {
        if (text.Length != 18 || text[..17].Any(c => !char.IsAsciiDigit(c)) || StrictForms.Day($"{text[6..10]}/{text[10..12]}/{text[12..14]}") is null)
        {
            return false;
        }

        int value = 0;
        foreach (char c in text[..17])
        {
            value = (value + (c - '0')) * 2 % 11;
        }

        return (12 - value) % 11 == (text[17] == 'X' ? 10 : text[17] - '0');
    }
}
