namespace CreditHub.Pipelines.Runs;

/// <summary>
/// What a relay did. <paramref name="Unknown"/>: sent, answer not known yet. <paramref name="PausedReason"/>: why it stopped before the
/// outbox was empty (a person must act, the platform does not answer, or another worker delivers), else null. <paramref name="DeliveredBy"/>:
/// that other worker, else null. <paramref name="Pending"/>: still owed, also by the other worker; −1 where the books could not be asked.
/// </summary>
public sealed record RelaySummary(
    string Platform, long Accepted, long Refused, long Superseded, long Pending, long Unknown, string? PausedReason, string? DeliveredBy = null);
