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

    /// <summary>Added to a value it reaches 32 where the value may not stand: any value below 31 may, digits alone at places 3 to 8.</summary>
    private static ReadOnlySpan<byte> Slack => [0, 0, 22, 22, 22, 22, 22, 22, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private static ReadOnlySpan<byte> Alphabet => "0123456789ABCDEFGHJKLMNPQRTUWXY"u8;

    private const byte Refused = 0xFF;

    /// <summary>Value of a byte, <see cref="Refused"/> where it has none.</summary>
    private static readonly byte[] Values = MakeValues();

    /// <summary>Pattern and check character; eighteen zeros fit the check and are nobody's.</summary>
    public static bool IsValid(ReadOnlySpan<byte> code)
    {
        if (code.Length != 18 || (code[8] == '0' && code.Slice(8, 8).IndexOfAnyExcept((byte)'0') < 0))
        {
            return false;
        }

        byte[] values = Values;
        int sum = 0;
        int worst = 0;
        for (int i = 0; i < 17; i++)
        {
            int value = values[code[i]];
            worst |= value + Slack[i];
            sum += value * Weights[i];
        }

        return worst < 32 && Alphabet[(31 - (sum % 31)) % 31] == code[17];
    }

    private static byte[] MakeValues()
    {
        byte[] values = new byte[256];
        Array.Fill(values, Refused);
        for (int i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (byte)i;
        }

        return values;
    }
}
