using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary><c>calendars/workdays-&lt;year&gt;.json</c>.</summary>
internal static class CalendarShape
{
    private static readonly TextShape Day = new("a day YYYY-MM-DD of that year") { Pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}", Form = "YYYY-MM-DD" };

    public static readonly ObjectShape Shape = new(
        "Days off and make-up working days of one year, from the State Council's notice. A year without a file is unknown: nothing is guessed.",
        new KeyShape("$schema", new TextShape("where the JSON schema is")),
        new KeyShape("year", new NumberShape("the year; also in the file's name", 2000, 2999), true),
        new KeyShape("source", new TextShape("the notice"), true),
        new KeyShape("holidays", new ListShape("days off that the notice names", Day, 1), true),
        new KeyShape("makeUpDays", new ListShape("Saturdays and Sundays that are worked", Day), true));
}
