using System.Globalization;

namespace CreditHub.Worker.Commands;

/// <summary>Days as people type them.</summary>
internal static class Days
{
    /// <summary>YYYY-MM-DD; null when absent. A mistake is told in <paramref name="problem"/>.</summary>
    public static DateOnly? Read(string? text, ref string problem)
    {
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        problem = $"{text} is not a day. Write YYYY-MM-DD, such as 2026-01-31.";
        return null;
    }
}
