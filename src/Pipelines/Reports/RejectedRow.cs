namespace CreditHub.Pipelines.Reports;

/// <summary>A refused source row. <c>Location</c> is where a person finds it in <c>Payload</c>.</summary>
public sealed record RejectedRow
{
    /// <summary>Payload and line.</summary>
    public required string RejectionId { get; init; }

    /// <summary>Connector.</summary>
    public required string Connector { get; init; }

    /// <summary>Dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>Run.</summary>
    public long RunId { get; init; }

    /// <summary>Name of the payload.</summary>
    public required string Payload { get; init; }

    /// <summary>Where in it.</summary>
    public required string Location { get; init; }

    /// <summary>When it was refused, UTC.</summary>
    public DateTime RaisedAt { get; init; }

    /// <summary>When it should be corrected.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Identity, when its key fields are whole.</summary>
    public string? RecordId { get; init; }

    /// <summary>Every rule it broke.</summary>
    public IReadOnlyList<RejectionCause> Causes { get; init; } = [];
}
