namespace CreditHub.Pipelines.Store.Effects;

/// <summary>An act on its way into the books.</summary>
internal sealed record ActRow
{
    public long ActNo { get; init; }

    /// <summary>The record that is the act and its version; null: made at the hub.</summary>
    public long? SourceNo { get; init; }

    public long? VersionNo { get; init; }

    /// <summary>none, withdraw, hold, mark, correct or release.</summary>
    public required string Action { get; init; }

    /// <summary>As platforms are told; null only for a release of whatever holds the record.</summary>
    public required string? Reason { get; init; }

    public string? Author { get; init; }

    public string? Document { get; init; }

    public string? Note { get; init; }

    /// <summary>Code or name of the field that is corrected, and its right value.</summary>
    public string? Field { get; init; }

    public string? Value { get; init; }

    public DateOnly? FromDay { get; init; }

    public DateOnly? ToDay { get; init; }

    public string? Dataset { get; init; }

    /// <summary>In the form numbers are compared by.</summary>
    public string? Number { get; init; }

    public string? Code { get; init; }

    /// <summary>The form names are compared by; only its digest is stored.</summary>
    public string? NameKey { get; init; }

    public string? NameDigest { get; init; }

    /// <summary>Set when the record is known.</summary>
    public long? RecordNo { get; init; }

    public string State => RecordNo is not null ? "found" : Finding is null ? "open" : "unclear";

    /// <summary>Chinese, for a person, when it is not clear which record is named.</summary>
    public string? Finding { get; init; }

    public int Line { get; init; }
}

/// <summary>Where acts come from: a run and its payload.</summary>
internal readonly record struct ActOrigin(long RunId, long PayloadId);

/// <summary>Newest content of a record as its supplier sent it.</summary>
internal sealed record StoredContent(long RecordNo, long VersionNo, short DatasetNo, byte[] Content);

/// <summary>A record with a publication term. <paramref name="Shown"/>: it is published now.</summary>
internal sealed record TermedRecord(long RecordNo, bool Shown, short DatasetNo, byte[] Content, DateOnly StoredOn);

/// <summary>A record that an act may mean.</summary>
internal readonly record struct Candidate(int Place, long RecordNo);
