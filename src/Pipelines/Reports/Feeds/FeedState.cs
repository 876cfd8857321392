namespace CreditHub.Pipelines.Reports.Feeds;

/// <summary>
/// How a feed stands. Four things that are not the same: the run of a slot did not happen (<see cref="MissedSlot"/>), runs happen and bring nothing new
/// (<c>stale</c>), the supplier says that there is nothing (<c>zero_report</c>), or it answered with nothing at all (<c>empty_answer</c>). Times are UTC.
/// </summary>
public sealed record FeedState
{
    /// <summary>Connector.</summary>
    public required string Connector { get; init; }

    /// <summary>Who answers for it, Chinese.</summary>
    public required string Supplier { get; init; }

    /// <summary>Dataset code.</summary>
    public required string Dataset { get; init; }

    /// <summary>What was heard last: <c>rows</c>, <c>zero_report</c>, <c>empty_answer</c>, or <c>nothing</c> yet; <c>stale</c> where that is too long ago.</summary>
    public required string State { get; init; }

    /// <summary>How often it is expected.</summary>
    public required Catalog.Cycle Every { get; init; }

    /// <summary>Working days granted beyond.</summary>
    public int GraceWorkingDays { get; init; }

    /// <summary>The slot whose run did not happen; null: none.</summary>
    public DateTime? MissedSlot { get; init; }

    /// <summary>Last new or changed record, or zero report; the day the connector became known where there was none.</summary>
    public DateTime NothingNewSince { get; init; }

    /// <summary>Last day on which that is in order; null: nothing is expected, or the calendar of that year is missing.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Nothing at all, neither rows nor a zero report, came in time: the supplier owes a report.</summary>
    public bool Owes { get; init; }

    /// <summary>Last rows, known ones too.</summary>
    public DateTime? LastRowsAt { get; init; }

    /// <summary>Last zero report.</summary>
    public DateTime? LastZeroReportAt { get; init; }

    /// <summary>Last empty answer.</summary>
    public DateTime? LastEmptyAt { get; init; }

    /// <summary>Rejected rows that wait for the supplier's correction.</summary>
    public long Corrections { get; init; }

    /// <summary>Day by which the oldest of them is due.</summary>
    public DateOnly? CorrectBy { get; init; }
}
