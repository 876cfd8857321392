using System.Globalization;
using System.Numerics;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>The only forms in which values may arrive.</summary>
internal static class StrictForms
{
    /// <summary>YYYY/MM/DD of a real day.</summary>
    public static DateOnly? Day(string text) =>
        text.Length == 10 && text.All(c => c is '/' or (>= '0' and <= '9'))
        && DateOnly.TryParseExact(text, "yyyy'/'MM'/'dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : null;

    public static bool Month(string text) => text.Length == 6 && text.All(char.IsAsciiDigit) && Day($"{text[..4]}/{text[4..]}/01") is not null;

    public static bool Year(string text) => text.Length == 4 && text.All(char.IsAsciiDigit);

    /// <summary>Plain digits, an optional minus, at most the given digits and decimals.</summary>
    public static bool Decimal(string text, int precision, int scale)
    {
        var digits = text.StartsWith('-') ? text[1..] : text;
        var parts = digits.Split('.');
        if (parts.Length > 2 || parts.Any(p => p.Length == 0 || p.Any(c => !char.IsAsciiDigit(c))) || (parts[0].Length > 1 && parts[0][0] == '0'))
        {
            return false;
        }

        int decimals = parts.Length == 2 ? parts[1].Length : 0;
        return decimals <= Math.Min(scale, 6) && (precision == 0 || parts[0].TrimStart('0').Length <= precision - scale);
    }

    /// <summary>Compares two plain decimals without rounding.</summary>
    public static int Compare(string left, string right) => (Scaled(left) - Scaled(right)).Sign;

    private static BigInteger Scaled(string text)
    {
        var parts = text.Split('.');
        return BigInteger.Parse(parts[0] + (parts.Length == 2 ? parts[1] : "").PadRight(12, '0'), CultureInfo.InvariantCulture);
    }
}
