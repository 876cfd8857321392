using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Store;

/// <summary>What is the same for all chunks of a payload.</summary>
internal sealed record ChunkContext
{
    public required long RunId { get; init; }

    public required LandedPayload Payload { get; init; }

    /// <summary>By <see cref="Record.Edition"/>.</summary>
    public required IReadOnlyList<EditionEntry> Editions { get; init; }

    public required Lease Lease { get; init; }

    /// <summary>Last day for the supplier to correct a rejection; null when the calendar is unknown.</summary>
    public required DateOnly? CorrectBy { get; init; }

    /// <summary>Open rejections that an accepted row or a rejected one sent again may close; null when the connector has none.</summary>
    public required OpenRejections? OpenRejections { get; init; }

    /// <summary>What rows do to other records; null: nothing.</summary>
    public EffectWork? Effects { get; init; }

    /// <summary>What platforms are told of records that rows delete: DELETED or REVOKED.</summary>
    public string DeletionReason { get; init; } = "DELETED";

    /// <summary>Set when the error limit stops the run: sound rows are noted as excluded with this reason, nothing becomes a version.</summary>
    public string? StoppedBecause { get; init; }

    /// <summary>False for window and subject runs: they never move the stored cursor.</summary>
    public required bool MovesCursor { get; init; }
}
