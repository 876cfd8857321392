namespace CreditHub.Pipelines.Model;

/// <summary>One record as a platform holds it: the version it took last, and whether it shows it or was told to withdraw it.</summary>
public readonly record struct Holding(RecordId Id, int Version, Operation State);
