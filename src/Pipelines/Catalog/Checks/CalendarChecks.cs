using System.Globalization;
using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>Reads a calendar and checks its days.</summary>
internal static class CalendarChecks
{
    public static (int Year, YearCalendar Calendar) Run(ConfigFile file, ConfigNode root)
    {
        int year = root.WholeOf("year", 0);
        string expected = string.Create(CultureInfo.InvariantCulture, $"workdays-{year}");
        if (root["year"] is { } node && file.Stem != expected)
        {
            file.Findings.Add(node, node.Text, "this is not the year in the file's name", $"the file of this year is {expected}.json");
        }

        var holidays = Days(root, "holidays", year, file.Findings);
        var makeUp = Days(root, "makeUpDays", year, file.Findings);
        foreach (var (day, at) in makeUp)
        {
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                file.Findings.Add(at, at.Text, $"a make-up day is a Saturday or Sunday; this is a {day.DayOfWeek}", "correct the day or remove it");
            }

            if (holidays.ContainsKey(day))
            {
                file.Findings.Add(at, at.Text, "the day stands among the holidays too", "keep one of them");
            }
        }

        return (year, new YearCalendar(holidays.Keys.ToHashSet(), makeUp.Keys.ToHashSet()));
    }

    private static Dictionary<DateOnly, ConfigNode> Days(ConfigNode root, string key, int year, FileFindings findings)
    {
        var days = new Dictionary<DateOnly, ConfigNode>();
        foreach (var node in root.ItemsOf(key).Where(node => node.Text.Length > 0))
        {
            if (!DateOnly.TryParseExact(node.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                findings.Add(node, node.Text, "there is no such day", "write a day as YYYY-MM-DD");
            }
            else if (year != 0 && day.Year != year)
            {
                findings.Add(node, node.Text, $"the day is not in {year}", "put it into the file of its own year");
            }
            else if (!days.TryAdd(day, node))
            {
                findings.Add(node, node.Text, "the day stands twice in this list", "keep one of them");
            }
        }

        return days;
    }
}
