namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Citizen identity number (公民身份号码). Shape: 18 ASCII characters, 17 digits and a check character 0–9 or X, positions 7–14 a real
/// date; the old form has 15 digits. Pure, allocation-free. Source: GB 11643-1999, ISO 7064 MOD 11-2.
/// </summary>
internal static class CitizenId
{
    private static ReadOnlySpan<byte> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    private static ReadOnlySpan<byte> CheckTable => "10X98765432"u8;

    /// <summary>18 characters, real birth date, right check character.</summary>
    public static bool IsValid(ReadOnlySpan<byte> id) =>
        id.Length == 18 && Digits.All(id[..17]) && id[17] == CheckTable[Remainder(id)] && IsDate(id.Slice(6, 8));

    /// <summary>15 digits with a real birth date in 19yy.</summary>
    public static bool IsLegacy(ReadOnlySpan<byte> id)
    {
        if (id.Length != 15 || !Digits.All(id))
        {
            return false;
        }

        Span<byte> birth = stackalloc byte[8];
        "19"u8.CopyTo(birth);
        id.Slice(6, 6).CopyTo(birth[2..]);
        return IsDate(birth);
    }

    /// <summary>Writes the 18 characters of a legacy number.</summary>
    public static void Upgrade(ReadOnlySpan<byte> legacy, Span<byte> id)
    {
        legacy[..6].CopyTo(id);
        "19"u8.CopyTo(id[6..]);
        legacy[6..].CopyTo(id[8..]);
        id[17] = CheckTable[Remainder(id)];
    }

    /// <summary>Holds asterisks: kept as masked where a rule says so, never checked, never matched.</summary>
    public static bool IsMasked(ReadOnlySpan<byte> id) => id.Contains((byte)'*');

    /// <summary>
    /// Looks like an identity number of either length, perhaps with a wrong check character or asterisks: such a value is treated
    /// as personal wherever it stands.
    /// </summary>
    public static bool Resembles(ReadOnlySpan<byte> value)
    {
        if (IsLegacy(value))
        {
            return true;
        }

        return value.Length == 18 && Digits.All(value[..6]) && (IsDate(value.Slice(6, 8)) || value.Slice(6, 8).Contains((byte)'*'));
    }

    private static int Remainder(ReadOnlySpan<byte> id)
    {
        int sum = 0;
        for (int i = 0; i < 17; i++)
        {
            sum += (id[i] - '0') * Weights[i];
        }

        return sum % 11;
    }

    private static bool IsDate(ReadOnlySpan<byte> yyyymmdd)
    {
        int number = Digits.Read(yyyymmdd);
        int year = number / 10000;
        int month = number / 100 % 100;
        return year is >= 1800 and <= 2999 && month is >= 1 and <= 12
            && number % 100 >= 1 && number % 100 <= DateTime.DaysInMonth(year, month);
    }
}
