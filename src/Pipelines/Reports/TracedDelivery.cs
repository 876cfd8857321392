namespace CreditHub.Pipelines.Reports;

/// <summary>What one platform is owed for one version, and how it ended. Times are UTC.</summary>
public sealed record TracedDelivery
{
    /// <summary>Record.</summary>
    public required string RecordId { get; init; }

    /// <summary>Platform.</summary>
    public required string Platform { get; init; }

    /// <summary>Version.</summary>
    public int Version { get; init; }

    /// <summary>PUBLISH or WITHDRAW.</summary>
    public required string Operation { get; init; }

    /// <summary>State, in the words of <c>evidence.outbox</c>.</summary>
    public required string State { get; init; }

    /// <summary>Why, where there is a reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Packet it went in.</summary>
    public Guid? PacketId { get; init; }

    /// <summary>Requests that carried it.</summary>
    public long Attempts { get; init; }

    /// <summary>First request.</summary>
    public DateTime? FirstSentAt { get; init; }

    /// <summary>Settled.</summary>
    public DateTime? SettledAt { get; init; }

    /// <summary>The platform's receipt number.</summary>
    public string? ReceiptNo { get; init; }

    /// <summary>The platform's code.</summary>
    public string? Code { get; init; }

    /// <summary>The platform's field.</summary>
    public string? Field { get; init; }

    /// <summary>The platform's words.</summary>
    public string? Message { get; init; }
}
