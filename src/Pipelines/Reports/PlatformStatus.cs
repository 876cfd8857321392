namespace CreditHub.Pipelines.Reports;

/// <summary>One platform by the books. Counts are versions.</summary>
public sealed record PlatformStatus
{
    /// <summary>Name.</summary>
    public required string Platform { get; init; }

    /// <summary>Not sent yet.</summary>
    public long Pending { get; init; }

    /// <summary>Sent, answer not known.</summary>
    public long Unknown { get; init; }

    /// <summary>Refused by the platform, or parked.</summary>
    public long Refused { get; init; }

    /// <summary>When the oldest version that is still owed was stored, UTC.</summary>
    public DateTime? OldestAt { get; init; }

    /// <summary>Owed versions whose legal deadline has passed.</summary>
    public long Overdue { get; init; }

    /// <summary>Owed versions whose legal deadline is at most two working days away.</summary>
    public long DueSoon { get; init; }

    /// <summary>Why it waits, as far as the queue says.</summary>
    public string? Reason { get; init; }

    /// <summary>Last request, UTC.</summary>
    public DateTime? LastSentAt { get; init; }

    /// <summary>How it ended: answered, retryable, unknown or config.</summary>
    public string? LastOutcome { get; init; }
}
