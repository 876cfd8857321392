namespace CreditHub.Pipelines.Runs;

/// <summary>
/// What a relay did. <paramref name="Unknown"/>: sent, answer not known yet. <paramref name="PausedReason"/>: why it stopped before the
/// outbox was empty (a person must act, the platform does not answer, or another worker delivers), else null.
/// </summary>
public sealed record RelaySummary(
    string Platform, long Accepted, long Refused, long Superseded, long Pending, long Unknown, string? PausedReason);
