using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Normalization;

/// <summary>The n-th working day after a day, remembered: a payload has few different days. Not thread-safe.</summary>
internal sealed class DueDays(WorkingDays calendar, int days)
{
    private const int Remembered = 10_000;

    private readonly Dictionary<DateOnly, DateOnly?> _known = [];

    /// <summary>Null when the calendar of a year on the way is unknown.</summary>
    public DateOnly? After(DateOnly day)
    {
        if (!_known.TryGetValue(day, out var due))
        {
            if (_known.Count == Remembered)
            {
                _known.Clear();
            }

            due = calendar.AddWorkingDays(day, days);
            _known[day] = due;
        }

        return due;
    }
}
