namespace CreditHub.Pipelines.Store;

/// <summary>What an answer changes in the books: the attempt, the packet, and the versions that are settled by it.</summary>
internal sealed record PacketOutcome
{
    public required long PacketNo { get; init; }

    /// <summary>The attempt that was answered, or null for a receipt look-up.</summary>
    public int? Attempt { get; init; }

    /// <summary>answered, retryable, unknown or config.</summary>
    public string? AttemptOutcome { get; init; }

    public int? HttpStatus { get; init; }

    public string? ReceiptNo { get; init; }

    /// <summary>open, settled, split or overdue.</summary>
    public string State { get; init; } = "open";

    public int Asks { get; init; }

    public DateTimeOffset? NextAskAt { get; init; }

    /// <summary>Versions accepted without a word: most of them.</summary>
    public IReadOnlyList<OutboxItem> Accepted { get; init; } = [];

    /// <summary>Versions that ended in any other way, with the platform's words.</summary>
    public IReadOnlyList<SettledVersion> Settled { get; init; } = [];
}

/// <summary>How one version ended at the platform: accepted, refused, superseded or parked, with the platform's words.</summary>
internal readonly record struct SettledVersion(long VersionNo, string State, string? Reason, string? Code, string? Field, string? Text);
