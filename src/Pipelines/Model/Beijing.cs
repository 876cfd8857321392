namespace CreditHub.Pipelines.Model;

/// <summary>The city's calendar: every day in the hub is a Beijing day.</summary>
public static class Beijing
{
    private static readonly TimeZoneInfo s_zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    /// <summary>The Beijing day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, s_zone).DateTime);

    /// <summary>The same instant with Beijing's offset.</summary>
    public static DateTimeOffset At(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, s_zone);
}
