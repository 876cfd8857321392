using System.Globalization;

namespace CreditHub.Worker.Commands;

/// <summary>Times as people here read them: Beijing time.</summary>
internal static class Times
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Minutes are enough; empty for never.</summary>
    public static string Local(DateTime? utc) => utc is { } at
        ? (DateTime.SpecifyKind(at, DateTimeKind.Utc) + Beijing).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
        : "";

    /// <summary>With seconds.</summary>
    public static string LocalSeconds(DateTime? utc) => utc is { } at
        ? (DateTime.SpecifyKind(at, DateTimeKind.Utc) + Beijing).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
        : "";
}
