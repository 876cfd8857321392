namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Taxpayer number (纳税人识别号). Shape: 15, 17, 18 or 20 digits and upper-case letters; 18 characters are a unified social credit code
/// or an identity number. Pure, allocation-free. Source: lengths as a city platform accepts them; meaning by practice.
/// </summary>
internal static class TaxNumber
{
    /// <summary>Length, alphabet and, for 18 characters, the check character.</summary>
    public static bool IsValid(ReadOnlySpan<byte> number) => number.Length switch
    {
        18 => UsccCode.IsValid(number) || CitizenId.IsValid(number),
        15 or 17 or 20 => HasAlphabet(number),
        _ => false,
    };

    /// <summary>Begins with an identity number: it names a natural person.</summary>
    public static bool NamesPerson(ReadOnlySpan<byte> number) => number.Length switch
    {
        18 or 20 => CitizenId.IsValid(number[..18]),
        15 or 17 => CitizenId.IsLegacy(number[..15]) && !OrgCode.IsValid(number.Slice(6, 9)),
        _ => false,
    };

    private static bool HasAlphabet(ReadOnlySpan<byte> number)
    {
        foreach (byte character in number)
        {
            if (!char.IsAsciiDigit((char)character) && !char.IsAsciiLetterUpper((char)character))
            {
                return false;
            }
        }

        return true;
    }
}
