namespace CreditHub.Pipelines.Reports;

/// <summary>What a platform holds now, as far as its receipts say: <c>published</c> or <c>withdrawn</c>.</summary>
public sealed record TracedPlacement
{
    /// <summary>Record.</summary>
    public required string RecordId { get; init; }

    /// <summary>Platform.</summary>
    public required string Platform { get; init; }

    /// <summary>Version it holds.</summary>
    public int Version { get; init; }

    /// <summary>State.</summary>
    public required string State { get; init; }

    /// <summary>Since, UTC.</summary>
    public DateTime Since { get; init; }
}
