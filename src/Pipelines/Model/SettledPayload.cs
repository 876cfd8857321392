namespace CreditHub.Pipelines.Model;

/// <summary>A payload that the books are done with. <paramref name="Sha256"/> is lower-case hex of the landed bytes.</summary>
public sealed record SettledPayload(string Name, string Sha256, PayloadOutcome Outcome, string Reason);
