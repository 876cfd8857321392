namespace CreditHub.Pipelines.Reports;

/// <summary>
/// How the legal deadline (R23) of one dataset from one connector fared at one platform. Counts are records whose newest version was decided in the period.
/// The counts below <see cref="Acts"/> add up to it.
/// </summary>
public sealed record DeadlineRow
{
    /// <summary>Dataset code.</summary>
    public required string Dataset { get; init; }

    /// <summary>Connector that brought the record first.</summary>
    public required string Connector { get; init; }

    /// <summary>Platform it is owed to.</summary>
    public required string Platform { get; init; }

    /// <summary>All of them.</summary>
    public long Acts { get; init; }

    /// <summary>Accepted by the platform on or before the last day.</summary>
    public long Kept { get; init; }

    /// <summary>Came to us after the last day (backdated or reported late): nobody could keep it any more.</summary>
    public long LateSupplied { get; init; }

    /// <summary>Came in time and was accepted after the last day.</summary>
    public long LateDelivered { get; init; }

    /// <summary>Came in time, the last day has passed, and the platform has not accepted it.</summary>
    public long Overdue { get; init; }

    /// <summary>Not accepted yet, and the last day is at most two working days away.</summary>
    public long AtRisk { get; init; }

    /// <summary>Not accepted yet, with more time left.</summary>
    public long Open { get; init; }

    /// <summary>The calendar of a year on the way is not known: no last day can be promised. The record is delivered all the same.</summary>
    public long Unknown { get; init; }

    /// <summary>Deliberately not given to this platform.</summary>
    public long NotOwed { get; init; }

    /// <summary>及时率: kept ÷ (kept + late + overdue); null while there is nothing to judge.</summary>
    public double? OnTime => Kept + LateSupplied + LateDelivered + Overdue is > 0 and var judged ? Kept / (double)judged : null;
}
