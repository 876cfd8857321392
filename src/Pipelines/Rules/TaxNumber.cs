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
        15 or 17 or 20 => HasAlphabet(number) && number.IndexOfAnyExcept(number[0]) >= 0,
        _ => false,
    };

    /// <summary>
    /// Whether a valid number is built as it should be: 15 = region and organisation code, or an old identity number; 17 and 20 = identity number of 15 or 18
    /// and a serial. Rests on practice, not on a standard: for warnings only.
    /// </summary>
    public static bool HasStructure(ReadOnlySpan<byte> number) => number.Length switch
    {
        15 => CitizenId.IsLegacy(number) || (Digits.All(number[..6]) && OrgCode.IsValid(number[6..])),
        17 => CitizenId.IsLegacy(number[..15]),
        20 => CitizenId.IsValid(number[..18]),
        _ => true,
    };

    /// <summary>Begins with an identity number: it names a natural person.</summary>
    public static bool NamesPerson(ReadOnlySpan<byte> number) => number.Length switch
    {
        18 or 20 => CitizenId.IsValid(number[..18]),
        15 or 17 => CitizenId.IsLegacy(number[..15]) && !OrgCode.IsValid(number.Slice(6, 9)),
        _ => false,
    };

    /// <summary>The old number of the enterprise with this unified code: region and its organisation code.</summary>
    public static bool IsOf(ReadOnlySpan<byte> number, ReadOnlySpan<byte> uscc) =>
        number.Length == 15 && UsccCode.IsValid(uscc) && number[6..].SequenceEqual(uscc.Slice(8, 9));

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
