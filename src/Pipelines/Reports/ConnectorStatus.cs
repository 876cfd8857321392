namespace CreditHub.Pipelines.Reports;

/// <summary>One connector by the books. Times are UTC; null: never. <c>FreshAt</c>: end of the last run that collected everything.</summary>
public sealed record ConnectorStatus
{
    /// <summary>Name.</summary>
    public required string Connector { get; init; }

    /// <summary>Last run.</summary>
    public long? RunId { get; init; }

    /// <summary>Its kind.</summary>
    public string? Kind { get; init; }

    /// <summary>Its outcome, in the words of <c>evidence.run</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>What it said at the end.</summary>
    public string? Message { get; init; }

    /// <summary>Its start.</summary>
    public DateTime? StartedAt { get; init; }

    /// <summary>Its end.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>Rows read.</summary>
    public long Read { get; init; }

    /// <summary>New and changed records.</summary>
    public long Stored { get; init; }

    /// <summary>Rejected rows.</summary>
    public long Rejected { get; init; }

    /// <summary>End of the last run that collected everything.</summary>
    public DateTime? FreshAt { get; init; }

    /// <summary>Rows waiting for correction, from all runs.</summary>
    public long Quarantined { get; init; }
}
