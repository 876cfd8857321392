namespace CreditHub.Testing.Truth;

/// <summary>Identity numbers with right check characters that belong to nobody: region 000000 or births in the nineteenth century. The same number gives the same identity.</summary>
public static class MadeUpNumbers
{
    private const string UsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string PersonChecks = "10X98765432";
    private static readonly int[] UsccWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    private static readonly int[] OrgWeights = [3, 7, 9, 10, 5, 8, 4, 2];
    private static readonly int[] PersonWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>Unified social credit code of enterprise <paramref name="number"/> (0–9,999,999); <paramref name="kind"/> 91 enterprise, 92 household, 11 authority; <paramref name="region"/> six digits.</summary>
    public static string Uscc(int number, string kind = "91", string region = "411000")
    {
        Span<char> code = stackalloc char[18];
        kind.CopyTo(code);
        region.CopyTo(code[2..]);
        OrgCode(number, code[8..17]);
        int sum = 0;
        for (int i = 0; i < 17; i++)
        {
            sum += UsccAlphabet.IndexOf(code[i], StringComparison.Ordinal) * UsccWeights[i];
        }

        code[17] = UsccAlphabet[(31 - (sum % 31)) % 31];
        return new string(code);
    }

    /// <summary>Organisation code of the same enterprise: characters 9–17 of its unified code.</summary>
    public static string OrgCode(int number)
    {
        Span<char> code = stackalloc char[9];
        OrgCode(number, code);
        return new string(code);
    }

    /// <summary>Citizen number of somebody born between 1820 and 1879, who is no longer with us.</summary>
    public static string CitizenId(int number)
    {
        var born = new DateOnly(1820, 1, 1).AddDays(number % 21900);
        Span<char> code = stackalloc char[18];
        "411000".CopyTo(code);
        born.TryFormat(code[6..], out _, "yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        (number / 21900 % 1000).TryFormat(code[14..], out _, "D3", System.Globalization.CultureInfo.InvariantCulture);
        int sum = 0;
        for (int i = 0; i < 17; i++)
        {
            sum += (code[i] - '0') * PersonWeights[i];
        }

        code[17] = PersonChecks[sum % 11];
        return new string(code);
    }

    /// <summary>The number with another last character: right form, wrong check.</summary>
    public static string Spoil(string number) => number[..^1] + (number[^1] == '1' ? '2' : '1');

    private static void OrgCode(int number, Span<char> code)
    {
        // Begins with 9: such numbers are not given out.
        (90_000_000 + number).TryFormat(code, out _, "D8", System.Globalization.CultureInfo.InvariantCulture);
        int sum = 0;
        for (int i = 0; i < 8; i++)
        {
            sum += (code[i] - '0') * OrgWeights[i];
        }

        code[8] = (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
