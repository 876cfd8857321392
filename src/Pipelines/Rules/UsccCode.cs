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

    /// <summary>Pattern and check character.</summary>
    public static bool IsValid(ReadOnlySpan<byte> code)
    {
        if (code.Length != 18)
        {
            return false;
        }

        var weights = Weights;
        int sum = 0;
        for (int i = 0; i < 17; i++)
        {
            int value = Values[code[i]];
            if (value < 0 || (i is >= 2 and <= 7 && value > 9))
            {
                return false;
            }

            sum += value * weights[i];
        }

        return Alphabet[(31 - (sum % 31)) % 31] == code[17];
    }

    /// <summary>Whether all characters belong to the alphabet at their place, whatever the check character says.</summary>
    public static bool HasPattern(ReadOnlySpan<byte> code)
    {
        if (code.Length != 18)
        {
            return false;
        }

        for (int i = 0; i < 18; i++)
        {
            int value = Values[code[i]];
            if (value < 0 || (i is >= 2 and <= 7 && value > 9))
            {
                return false;
            }
        }

        return true;
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
}
