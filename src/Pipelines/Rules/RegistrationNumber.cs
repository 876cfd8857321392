namespace CreditHub.Pipelines.Rules;

/// <summary>
/// Business registration number (工商注册号). Shape: 15 ASCII digits; the 13-digit numbers issued before 2007-07 have no check digit.
/// Pure, allocation-free. Source: GS 15-2006, ISO 7064 MOD 11,10.
/// </summary>
internal static class RegistrationNumber
{
    /// <summary>15 digits with the right check digit.</summary>
    public static bool IsValid(ReadOnlySpan<byte> number)
    {
        if (number.Length != 15 || !Digits.All(number))
        {
            return false;
        }

        int product = 10;
        for (int i = 0; i < 14; i++)
        {
            int sum = (product + number[i] - '0') % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (11 - product) % 10 == number[14] - '0';
    }

    /// <summary>A valid number of a domestic enterprise: kind 0–3. Read as an old identity number, such a person were born before 1940.</summary>
    public static bool IsDomestic(ReadOnlySpan<byte> number) => IsValid(number) && number[6] <= '3';

    /// <summary>13 digits: an old number without a check digit.</summary>
    public static bool IsLegacy(ReadOnlySpan<byte> number) => number.Length == 13 && Digits.All(number);

    /// <summary>Written number of a foreign-invested enterprise or its office before 2007, such as 企独某办字第000001号.</summary>
    public static bool IsForeignLegacy(ReadOnlySpan<byte> number)
    {
        int at = number.IndexOf("字第"u8);
        if (!number.StartsWith("企"u8) || at < 0)
        {
            return false;
        }

        var serial = number[(at + "字第"u8.Length)..];
        return Digits.All(serial.EndsWith("号"u8) ? serial[..^"号"u8.Length] : serial);
    }
}
