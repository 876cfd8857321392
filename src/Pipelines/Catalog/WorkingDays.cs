namespace CreditHub.Pipelines.Catalog;

/// <summary>Working-day arithmetic from the yearly State Council notice: weekends, holidays and make-up working days. Pure.</summary>
public sealed class WorkingDays(IReadOnlyDictionary<int, YearCalendar> years)
{
    /// <summary>Years whose notice is in <c>config/calendars</c>.</summary>
    public IEnumerable<int> KnownYears => years.Keys;

    /// <summary>Whether people work on that day; null when the year's notice is not known (never guessed).</summary>
    public bool? IsWorkingDay(DateOnly day)
    {
        if (!years.TryGetValue(day.Year, out var year))
        {
            return null;
        }

        if (year.MakeUpDays.Contains(day))
        {
            return true;
        }

        return !year.Holidays.Contains(day) && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    /// <summary>The n-th working day after <paramref name="from"/> (which itself does not count); null when a year on the way is unknown.</summary>
    public DateOnly? AddWorkingDays(DateOnly from, int days)
    {
        var day = from;
        while (days > 0)
        {
            if (day == DateOnly.MaxValue)
            {
                return null;
            }

            day = day.AddDays(1);
            switch (IsWorkingDay(day))
            {
                case null: return null;
                case true: days--; break;
                default: break;
            }
        }

        return day;
    }
}
