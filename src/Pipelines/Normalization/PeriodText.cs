using System.Globalization;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Periods in the words of findings.</summary>
internal static class PeriodText
{
    /// <summary>Since when and until when something is in use.</summary>
    public static string Of(Period period) => (period.From, period.To) switch
    {
        ({ } from, { } to) => $"仅在{Day(from)}至{Day(to)}期间使用",
        ({ } from, null) => $"自{Day(from)}起启用",
        (null, { } to) => $"自{Day(to.AddDays(to == DateOnly.MaxValue ? 0 : 1))}起停用",
        _ => "一直使用",
    };

    /// <summary>YYYY-MM-DD.</summary>
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
