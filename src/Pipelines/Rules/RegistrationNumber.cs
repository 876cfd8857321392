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

    /// <summary>13 digits: an old number without a check digit.</summary>
    public static bool IsLegacy(ReadOnlySpan<byte> number) => number.Length == 13 && Digits.All(number);
}
