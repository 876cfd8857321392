namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Unified social credit code (统一社会信用代码). Shape: 18 ASCII characters, upper case, no I O S V Z; positions 3–8 digits.
/// Department, category and region are never a reason to refuse. Pure, allocation-free. Source: GB 32100-2015 with amendment 1.
/// </summary>
internal static class UsccCode
{
    /// <summary>Stands for a subject that has no code; fails the check on purpose.</summary>
    public static ReadOnlySpan<byte> Placeholder => "00000000000000000X"u8;

    private static ReadOnlySpan<byte> Weights => [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHJKLMNPQRTUWXY"u8;

    private static readonly sbyte[] Values = MakeValues();

    /// <summary>Value times weight by place and byte, <see cref="Refused"/> where the byte may not stand there: one look-up a character, no branch.</summary>
    private static readonly int[] Weighed = MakeWeighed();

    private const int Refused = 1 << 20;

    /// <summary>Pattern and check character; eighteen zeros fit the check and are nobody's.</summary>
    public static bool IsValid(ReadOnlySpan<byte> code)
    {
        if (code.Length != 18 || (code[8] == '0' && code.Slice(8, 8).IndexOfAnyExcept((byte)'0') < 0))
        {
            return false;
        }

        int[] weighed = Weighed;
        int sum = 0;
        for (int i = 0; i < 17; i++)
        {
            sum += weighed[(i << 8) | code[i]];
        }

        return sum < Refused && Alphabet[(31 - (sum % 31)) % 31] == code[17];
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[256];
        Array.Fill(values, (sbyte)-1);
        for (int i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (sbyte)i;
        }

        return values;
    }

    private static int[] MakeWeighed()
    {
        int[] weighed = new int[17 << 8];
        for (int i = 0; i < weighed.Length; i++)
        {
            int place = i >> 8;
            int value = Values[i & 0xFF];
            weighed[i] = value < 0 || (place is >= 2 and <= 7 && value > 9) ? Refused : value * Weights[place];
        }

        return weighed;
    }
}
