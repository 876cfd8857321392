namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Organisation code (组织机构代码). Shape: 9 ASCII characters, digits and upper-case letters, without the printed hyphen.
/// Pure, allocation-free. Source: GB 11714-1997.
/// </summary>
internal static class OrgCode
{
    private static ReadOnlySpan<byte> Weights => [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Pattern and check character; nine zeros fit the check and are nobody's.</summary>
    public static bool IsValid(ReadOnlySpan<byte> code)
    {
        if (code.Length != 9 || code.StartsWith("00000000"u8))
        {
            return false;
        }

        int sum = 0;
        for (int i = 0; i < 8; i++)
        {
            int value = code[i] switch
            {
                >= (byte)'0' and <= (byte)'9' => code[i] - '0',
                >= (byte)'A' and <= (byte)'Z' => code[i] - 'A' + 10,
                _ => -1,
            };
            if (value < 0)
            {
                return false;
            }

            sum += value * Weights[i];
        }

        int check = 11 - (sum % 11);
        return code[8] == (byte)(check switch { 10 => 'X', 11 => '0', _ => '0' + check });
    }

    /// <summary>Ten characters with the printed hyphen before the check character.</summary>
    public static bool HasHyphen(ReadOnlySpan<byte> code) => code.Length == 10 && code[8] == '-';
}
