using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary>Keys that limit something to a time, the same everywhere.</summary>
internal static class PeriodShape
{
    /// <summary>First and last day; <paramref name="from"/> and <paramref name="to"/> name the keys, <paramref name="what"/> says what they limit.</summary>
    public static IEnumerable<KeyShape> Keys(string what, string from = "from", string to = "to") =>
    [
        new KeyShape(from, Day($"first own date of the records {what}; default: no first day")),
        new KeyShape(to, Day($"last own date of the records {what}, itself included; default: no last day")),
    ];

    private static TextShape Day(string about) => new(about) { Pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}", Form = "a day as YYYY-MM-DD" };
}
