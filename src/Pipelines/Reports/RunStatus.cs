namespace CreditHub.Pipelines.Reports;

/// <summary>One run by the books: the columns of <c>evidence.run</c>. Times are UTC.</summary>
public sealed record RunStatus
{
    /// <summary>Number.</summary>
    public long RunId { get; init; }

    /// <summary>Connector.</summary>
    public required string Connector { get; init; }

    /// <summary>Kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Start.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>End, null while it runs.</summary>
    public DateTime? EndedAt { get; init; }

    /// <summary>Outcome.</summary>
    public required string Outcome { get; init; }

    /// <summary>What it said at the end.</summary>
    public string Message { get; init; } = "";

    /// <summary>Rows read.</summary>
    public long Read { get; init; }

    /// <summary>New records.</summary>
    public long New { get; init; }

    /// <summary>Changed records.</summary>
    public long Changed { get; init; }

    /// <summary>Unchanged records.</summary>
    public long Unchanged { get; init; }

    /// <summary>Copies within the run.</summary>
    public long Duplicate { get; init; }

    /// <summary>Deliberately left out.</summary>
    public long Excluded { get; init; }

    /// <summary>Rejected.</summary>
    public long Rejected { get; init; }

    /// <summary>Withdrawn.</summary>
    public long Withdrawn { get; init; }

    /// <summary>What the source announced.</summary>
    public long? Declared { get; init; }
}
