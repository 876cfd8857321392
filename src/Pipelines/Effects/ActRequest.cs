namespace CreditHub.Pipelines.Effects;

/// <summary>
/// A person takes records back, holds them, or lets them go. <paramref name="Action"/>: withdraw, hold or release; <paramref name="Reason"/>: REPAIR,
/// OBJECTION, EXPIRED, REVOKED, DELETED or EXEMPT; for a release null = whatever holds them. <paramref name="RecordIds"/>: 64 hex digits each.
/// <paramref name="Author"/>: who answers for it; <paramref name="Document"/>: number of the decision; neither is published.
/// </summary>
public sealed record ActRequest(string Action, string? Reason, IReadOnlyList<string> RecordIds, string Author, string? Document, string? Note);
