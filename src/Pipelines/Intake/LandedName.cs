namespace CreditHub.Pipelines.Intake;

/// <summary>A file in the landing zone by its name, and when it was written (UTC).</summary>
internal readonly record struct LandedName(long RunId, int Ordinal, DateTime Written);
