using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>
/// How long one record may be published, by the term that lets it stay longest. <paramref name="LastDay"/>: last day of publication, null = it is not
/// published at all. <paramref name="MinimumDay"/>: last day before which no repair ends it, null = no such day.
/// </summary>
internal sealed record PublicationSpan(PublicationTerm Term, DateOnly StartsOn, DateOnly? LastDay, DateOnly? MinimumDay)
{
    /// <summary>
    /// Applies the terms of a dataset to a record; null when none fits or the day it counts from is absent. Months are counted by the calendar: the last
    /// day is the day of the same number, or the last of the month (民法典 article 202). Several that fit: the longest (order 58: several penalties).
    /// </summary>
    public static PublicationSpan? Of(DatasetPlan plan, RecordValues values, DateOnly receivedOn)
    {
        if (plan.Terms.Length == 0)
        {
            return null;
        }

        var own = plan.OwnDate(values, receivedOn);
        return plan.Terms
            .Where(term => term.Definition.Period.Holds(own) && values.IsFilled(term.StartField) && (term.When?.Holds(values) ?? true))
            .Select(term => Of(term.Definition, DayText.ToDay(DayText.Number(values[term.StartField]))))
            .MaxBy(span => (span.LastDay ?? DateOnly.MinValue, span.MinimumDay ?? DateOnly.MinValue));
    }

    private static PublicationSpan Of(PublicationTerm term, DateOnly start) => new(
        term, start, term.Months == 0 ? null : After(start, term.Months), term.MinimumMonths is { } least ? After(start, least) : null);

    /// <summary>An open-ended start is the last year of the calendar's use, not an error.</summary>
    private static DateOnly After(DateOnly start, int months) => start.Year >= 9800 ? DateOnly.MaxValue : start.AddMonths(months);
}
