using CreditHub.Pipelines.Previews;

namespace CreditHub.Pipelines.Reports;

/// <summary>One version, with the row it came from. Personal values of <c>Content</c> are masked.</summary>
public sealed record TracedVersion
{
    /// <summary>Record.</summary>
    public required string RecordId { get; init; }

    /// <summary>Dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Edition.</summary>
    public required string Edition { get; init; }

    /// <summary>Number, from 1.</summary>
    public int Version { get; init; }

    /// <summary>PUBLISH or WITHDRAW.</summary>
    public required string Operation { get; init; }

    /// <summary>Why, where a reason was given.</summary>
    public string? Reason { get; init; }

    /// <summary>Whom it is about.</summary>
    public string SubjectId { get; init; } = "";

    /// <summary>Who may see it.</summary>
    public required string Disclosure { get; init; }

    /// <summary>When it was stored, UTC.</summary>
    public DateTime StoredAt { get; init; }

    /// <summary>Day of the decision.</summary>
    public DateOnly? DecidedOn { get; init; }

    /// <summary>Last day to deliver.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Hash of the content.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Content as stored; null once masked.</summary>
    internal string? Json { get; init; }

    /// <summary>Fields, personal values masked; empty for a withdrawal.</summary>
    public IReadOnlyDictionary<string, string> Content { get; init; } = new Dictionary<string, string>();

    /// <summary>Repairs as stored; null once read.</summary>
    internal string? RepairsJson { get; init; }

    /// <summary>What changed values when it was made, corrections by hand too: <c>FIELD rule</c>.</summary>
    public IReadOnlyList<string> Repairs { get; init; } = [];

    /// <summary>Run that stored it.</summary>
    public long RunId { get; init; }

    /// <summary>Its connector.</summary>
    public string? Connector { get; init; }

    /// <summary>Name of the payload.</summary>
    public string? Payload { get; init; }

    /// <summary>SHA-256 of the payload.</summary>
    public string? PayloadSha256 { get; init; }

    /// <summary>When the payload came, UTC.</summary>
    public DateTime? ReceivedAt { get; init; }

    /// <summary>Source record in the payload, from 1.</summary>
    public int Line { get; init; }

    /// <summary>Where a person finds it.</summary>
    public string? Location { get; init; }

    /// <summary>Its payload.</summary>
    internal long? PayloadId { get; init; }

    /// <summary>Raw beside normalised, where it was made again; else null.</summary>
    public TracedMaking? Making { get; init; }

    /// <summary>How long it may be published; null: no term fits.</summary>
    public PreviewPublication? Publication { get; init; }

    /// <summary>Person who made it, when one did.</summary>
    public string? Author { get; init; }
}
