using System.Collections;
using System.Globalization;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>
/// Values of a database as exact text. Decimals keep their scale and have no exponent; times are Beijing's, with milliseconds only where there are any; bytes are Base64;
/// the padding of CHAR(n) goes.
/// </summary>
internal static class ValueText
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    public static string Of(object value, string type) => value switch
    {
        string text => IsPadded(type) ? text.TrimEnd(' ') : text,
        bool flag => flag ? "1" : "0",
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("0.#################", CultureInfo.InvariantCulture),
        float number => ((decimal)number).ToString(CultureInfo.InvariantCulture),
        DateTime { Kind: DateTimeKind.Utc } moment => Time(new DateTimeOffset(moment).ToOffset(Beijing).DateTime),
        DateTime moment => type.Equals("date", StringComparison.OrdinalIgnoreCase) ? moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Time(moment),
        DateTimeOffset moment => Time(moment.ToOffset(Beijing).DateTime),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        char letter => letter.ToString(),
        IEnumerable list => string.Join(';', list.Cast<object?>().Select(item => item is null ? "" : Of(item, ""))),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Time(DateTime moment) =>
        moment.ToString(moment.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    private static bool IsPadded(string type)
    {
        string name = type.Split('(')[0].Trim();
        return name.Equals("character", StringComparison.OrdinalIgnoreCase) || name.Equals("char", StringComparison.OrdinalIgnoreCase)
            || name.Equals("nchar", StringComparison.OrdinalIgnoreCase) || name.Equals("bpchar", StringComparison.OrdinalIgnoreCase);
    }
}
