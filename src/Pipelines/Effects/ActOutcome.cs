namespace CreditHub.Pipelines.Effects;

/// <summary>What an act at the hub changed. <paramref name="RunId"/>: where the books have it; <paramref name="Withdrawn"/> and <paramref name="Published"/>: records that changed.</summary>
public sealed record ActOutcome(long RunId, int Withdrawn, int Published, int Unchanged);
