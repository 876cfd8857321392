using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Previews;

/// <summary>
/// One source row as a run would treat it. <c>Verdict</c>: new, changed, unchanged, duplicate (an earlier line; the last one wins),
/// excluded or rejected.
/// </summary>
public sealed record PreviewRow
{
    /// <summary>Name of the payload.</summary>
    public required string Payload { get; init; }

    /// <summary>Source record in the payload, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Where a person finds it.</summary>
    public required string Location { get; init; }

    /// <summary>What would become of it.</summary>
    public required string Verdict { get; init; }

    /// <summary>Why it is excluded, or null.</summary>
    public string? Reason { get; init; }

    /// <summary>Identity, or null when its key fields are not whole.</summary>
    public string? RecordId { get; init; }

    /// <summary>Last day to deliver.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Edition it belongs to.</summary>
    public required string Edition { get; init; }

    /// <summary>How long it may be published, or null: no term of the catalog fits.</summary>
    public PreviewPublication? Publication { get; init; }

    /// <summary>Last day it is kept, or null: the catalog does not say.</summary>
    public DateOnly? KeptUntil { get; init; }

    /// <summary>Fields in catalog order.</summary>
    public required IReadOnlyList<PreviewField> Fields { get; init; }

    /// <summary>Errors and warnings.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>Platform → why it is kept back from it, null: it would be sent.</summary>
    public required IReadOnlyDictionary<string, string?> Platforms { get; init; }
}
