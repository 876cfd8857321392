using System.Globalization;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>A value of a key column, with its type, as text: what a cursor holds. Given back to the database only as a parameter of that type.</summary>
internal readonly record struct KeyValue(string Type, string Text)
{
    public static readonly string[] Types = ["number", "decimal", "text", "timestamp", "timestamptz", "date", "uuid"];

    private const string Moment = "yyyy-MM-ddTHH:mm:ss.fffffff";
    private static readonly string[] TextTimes = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.fff", "yyyyMMddHHmmss", "yyyy-MM-dd", "yyyyMMdd", "yyyy/MM/dd HH:mm:ss"];

    /// <summary>Null when a value of this kind cannot be a key.</summary>
    public static KeyValue? Of(object value) => value switch
    {
        long or int or short or byte => new("number", Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)),
        decimal number => new("decimal", number.ToString(CultureInfo.InvariantCulture)),
        string text => new("text", text),
        DateTime { Kind: DateTimeKind.Utc } moment => new("timestamptz", moment.ToString(Moment, CultureInfo.InvariantCulture)),
        DateTime moment => new("timestamp", moment.ToString(Moment, CultureInfo.InvariantCulture)),
        DateTimeOffset moment => new("timestamptz", moment.UtcDateTime.ToString(Moment, CultureInfo.InvariantCulture)),
        DateOnly day => new("date", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        Guid id => new("uuid", id.ToString("D")),
        _ => null,
    };

    /// <summary>Null when the text is not one of its type.</summary>
    public object? ToValue()
    {
        switch (Type)
        {
            case "number":
                return long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
            case "decimal":
                return decimal.TryParse(Text, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal exact) ? exact : null;
            case "text":
                return Text;
            case "timestamp" or "timestamptz":
                var kind = Type == "timestamp" ? DateTimeKind.Unspecified : DateTimeKind.Utc;
                return DateTime.TryParse(Text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? DateTime.SpecifyKind(moment, kind) : null;
            case "date":
                return DateOnly.TryParseExact(Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
            case "uuid":
                return Guid.TryParse(Text, out var id) ? id : null;
            default:
                return null;
        }
    }

    /// <summary>Earlier by a span; a number, or a text that is no time, stays as it is.</summary>
    public KeyValue Minus(TimeSpan span)
    {
        switch (ToValue())
        {
            case DateTime moment:
                return this with { Text = (moment - span).ToString(Moment, CultureInfo.InvariantCulture) };
            case DateOnly day:
                return this with { Text = day.AddDays(-(int)Math.Ceiling(span.TotalDays)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) };
            case string text:
                string? format = Array.Find(TextTimes, f => DateTime.TryParseExact(text, f, CultureInfo.InvariantCulture, DateTimeStyles.None, out _));
                return format is null ? this : this with
                {
                    Text = (DateTime.ParseExact(text, format, CultureInfo.InvariantCulture) - span).ToString(format, CultureInfo.InvariantCulture),
                };
            default:
                return this;
        }
    }

    /// <summary>Whether this is a moment later than <paramref name="now"/>; numbers and texts that are no times never are. Times without a zone are Beijing's.</summary>
    public bool IsAfter(DateTimeOffset now) => Time() is { } time && time > (Type == "timestamptz" ? now.UtcDateTime : now.ToOffset(TimeSpan.FromHours(8)).DateTime);

    private DateTime? Time() => ToValue() switch
    {
        DateTime moment => DateTime.SpecifyKind(moment, DateTimeKind.Unspecified),
        DateOnly day => day.ToDateTime(TimeOnly.MinValue),
        string text => DateTime.TryParseExact(text, TextTimes, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null,
        _ => null,
    };
}
