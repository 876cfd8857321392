namespace CreditHub.Pipelines.Agreement;

/// <summary>What was new in a platform's feedback. <paramref name="Quarantined"/>: entries for suppliers; <paramref name="Open"/>: repairs and objections that wait to take effect; <paramref name="Message"/>: why reading stopped, else empty.</summary>
public sealed record FeedbackSummary(string Platform, long Read, long Quarantined, long Open, string Message);
