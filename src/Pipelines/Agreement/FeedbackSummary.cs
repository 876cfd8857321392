namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// What was new in a platform's feedback. <paramref name="Quarantined"/>: entries for suppliers; <paramref name="Open"/>: all findings of the platform that wait
/// for their record or for a person; <paramref name="Message"/>: why reading stopped, else empty.
/// </summary>
public sealed record FeedbackSummary(string Platform, long Read, long Quarantined, long Open, string Message)
{
    /// <summary>Repairs and objections that took effect now, also those an earlier process had only read.</summary>
    public long Acted { get; init; }
}
