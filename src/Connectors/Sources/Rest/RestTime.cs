using System.Globalization;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>Moments as suppliers write them: Beijing time.</summary>
internal static class RestTime
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static string Write(DateTimeOffset moment, string format) => moment.ToOffset(Beijing).ToString(format, CultureInfo.InvariantCulture);

    public static string Write(DateOnly day, string format) => StartOf(day).ToString(format, CultureInfo.InvariantCulture);

    /// <summary>Midnight in Beijing.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Beijing);

    /// <summary>The moment without its fraction of a second.</summary>
    public static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

    public static string ReadFormat(SettingsReader reader, string fallback)
    {
        string format = reader.Text("format", fallback);
        try
        {
            if (format.Length is > 1 and <= 40)
            {
                Write(DateTimeOffset.UnixEpoch, format);
                return format;
            }
        }
        catch (FormatException)
        {
            reader.Add("format", format, "not a date format", $"write something like {fallback}");
            return fallback;
        }

        reader.Add("format", format, "a date format has 2 to 40 characters", $"write something like {fallback}");
        return fallback;
    }
}
