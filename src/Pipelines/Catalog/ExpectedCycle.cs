namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// When a feed is to be heard of again: a cycle after the last time, and so many working days more. Records count, and so does a zero report (R29). Days off and
/// make-up Saturdays count by the working-day calendar.
/// </summary>
public sealed record ExpectedCycle(Cycle Every, int GraceWorkingDays)
{
    /// <summary>Working days granted where the connector names none. Own proposal.</summary>
    public const int DefaultGrace = 3;

    /// <summary>
    /// By the dataset's update cycle, where the connector says nothing. Acts due within working days (<c>wd7</c>) are reported as they happen; a body without any for
    /// a month is asked for a zero report.
    /// </summary>
    public static ExpectedCycle Of(ConnectorDefinition connector, DatasetDefinition dataset) => connector.Expected ?? new ExpectedCycle(
        dataset.UpdateCycle switch
        {
            "realtime" or "daily" => Cycle.Day,
            "weekly" => Cycle.Week,
            "wd7" or "monthly" => Cycle.Month,
            "quarterly" => Cycle.Quarter,
            "halfyearly" => Cycle.HalfYear,
            "yearly" => Cycle.Year,
            _ => Cycle.Never,
        },
        DefaultGrace);

    /// <summary>Last day on which silence since <paramref name="heard"/> is in order; null: nothing is expected, or a calendar year on the way is not known.</summary>
    public DateOnly? DueAfter(DateOnly heard, WorkingDays calendar) => Every switch
    {
        Cycle.Never => null,
        Cycle.Day => calendar.AddWorkingDays(heard, 1 + GraceWorkingDays),
        Cycle.Week => Graced(heard.AddDays(7), calendar),
        Cycle.Month => Graced(heard.AddMonths(1), calendar),
        Cycle.Quarter => Graced(heard.AddMonths(3), calendar),
        Cycle.HalfYear => Graced(heard.AddMonths(6), calendar),
        Cycle.Year => Graced(heard.AddYears(1), calendar),
        _ => null,
    };

    /// <summary>The day itself, or the next working day where it is a day off; then the grace.</summary>
    private DateOnly? Graced(DateOnly day, WorkingDays calendar) => calendar.AddWorkingDays(day.AddDays(-1), 1 + GraceWorkingDays);
}
