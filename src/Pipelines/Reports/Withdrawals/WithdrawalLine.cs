namespace CreditHub.Pipelines.Reports.Withdrawals;

/// <summary>One withdrawal at one platform, from <c>evidence.withdrawal</c>: the proof that the record is gone there, or what is still missing. Times are UTC.</summary>
public sealed record WithdrawalLine
{
    /// <summary>Record.</summary>
    public required string RecordId { get; init; }

    /// <summary>Dataset code.</summary>
    public required string Dataset { get; init; }

    /// <summary>Version that is the withdrawal.</summary>
    public int Version { get; init; }

    /// <summary>As the platform is told.</summary>
    public string? Reason { get; init; }

    /// <summary>Who decided, where a person or an authority did.</summary>
    public string? Author { get; init; }

    /// <summary>Number of the decision.</summary>
    public string? Document { get; init; }

    /// <summary>When the hub stored it.</summary>
    public DateTime StoredAt { get; init; }

    /// <summary>Last day to be confirmed; null when the calendar of that year is not known: then the next day counts.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Null: no platform held the record.</summary>
    public string? Platform { get; init; }

    /// <summary>State of <c>evidence.outbox</c>, or <c>not_held</c>.</summary>
    public required string State { get; init; }

    /// <summary>When the platform confirmed, or null.</summary>
    public DateTime? ConfirmedAt { get; init; }

    /// <summary>The platform's receipt.</summary>
    public string? ReceiptNo { get; init; }

    /// <summary>The platform's words when it refused.</summary>
    public string? Message { get; init; }

    /// <summary>kept, late, running, alarm (four hours without confirmation) or breach (the day allowed has passed).</summary>
    public required string Clock { get; init; }
}
