using CreditHub.Pipelines.Effects;

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

    /// <summary>closed: packets go out; open: too much failed, one small try at a time until one succeeds; paused: a person must act.</summary>
    public string Circuit { get; init; } = "closed";

    /// <summary>Since when, UTC; null: nothing was ever sent.</summary>
    public DateTime? CircuitSince { get; init; }

    /// <summary>What went wrong last while the circuit is not closed.</summary>
    public string? CircuitReason { get; init; }

    /// <summary>How many packets the platform will decide about later.</summary>
    public long AwaitedReceipts { get; init; }

    /// <summary>Records whose decision did not come within the days allowed: a person must ask the platform.</summary>
    public long OverdueReceipts { get; init; }

    /// <summary>Withdrawals that no receipt confirms.</summary>
    public long Withdrawals { get; init; }

    /// <summary>When the oldest of them was stored, UTC.</summary>
    public DateTime? OldestWithdrawalAt { get; init; }

    /// <summary>running, alarm (four hours without confirmation), breach (past the working day allowed); null: none is owed.</summary>
    public string? WithdrawalClock { get; init; }

    /// <summary>What a stricter configuration would take back there and waits for a person.</summary>
    public IReadOnlyList<WaitingRetraction> Retractions { get; init; } = [];

    /// <summary>Each dataset that was sent lately.</summary>
    public IReadOnlyList<DatasetDelivery> Datasets { get; init; } = [];
}
