namespace CreditHub.Pipelines.Reports.Feeds;

/// <summary>What the books know of one connector; <c>evidence.feed</c>. Times are UTC; null: never.</summary>
internal sealed record FeedFacts
{
    public required string Connector { get; init; }

    public DateTime KnownSince { get; init; }

    public DateTime? LastRunAt { get; init; }

    public DateTime? LastRowsAt { get; init; }

    public DateTime? LastNewsAt { get; init; }

    public DateTime? LastZeroReportAt { get; init; }

    public DateTime? LastEmptyAt { get; init; }
}
