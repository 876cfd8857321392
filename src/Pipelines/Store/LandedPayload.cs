namespace CreditHub.Pipelines.Store;

/// <summary>A payload on our own disk, exactly as received, and where its merge stands.</summary>
internal sealed class LandedPayload
{
    public long PayloadId { get; set; }

    public long RunId { get; init; }

    public int Ordinal { get; init; }

    public string Connector { get; init; } = "";

    public string Name { get; init; } = "";

    public string Sha256 { get; init; } = "";

    public long Bytes { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Beijing day of receipt: the "today" of its checks.</summary>
    public DateOnly ReceivedOn { get; init; }

    /// <summary>File under the data directory.</summary>
    public string Path { get; init; } = "";

    /// <summary>When the file was removed because it is kept no longer; null: it was not.</summary>
    public DateTimeOffset? RemovedAt { get; init; }

    /// <summary><see cref="Model.FetchedPayload.IsDocument"/>.</summary>
    public bool IsDocument { get; init; }

    /// <summary><see cref="Model.FetchedPayload.SkipsSameContent"/>.</summary>
    public bool SkipsSameContent { get; init; }

    /// <summary>How a position is shown, with {0}.</summary>
    public string Location { get; init; } = "";

    public string Cursor { get; init; } = "";

    public long? Declared { get; init; }

    /// <summary>Records up to this line are in the books.</summary>
    public int MergedLine { get; set; }

    /// <summary>merged, refused, duplicate (same bytes as one that is merged), or null while open.</summary>
    public string? Outcome { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>
    /// True when an answer before this one was refused: the cursor stays before it, so that what it held is asked for again. A refused document stands for itself:
    /// its supplier sends it again.
    /// </summary>
    public static bool IsBehindGap(IReadOnlyList<LandedPayload> payloads, int place) =>
        payloads.Take(place).Any(earlier => earlier is { Outcome: "refused", IsDocument: false });
}
