namespace CreditHub.Pipelines.Catalog;

/// <summary>Days off and make-up working days of one year.</summary>
public sealed record YearCalendar(IReadOnlySet<DateOnly> Holidays, IReadOnlySet<DateOnly> MakeUpDays);
