namespace CreditHub.Pipelines.Model;

/// <summary>Limits a platform states or config sets; the stricter wins.</summary>
public sealed record PlatformLimits(int MaxRecords, int MaxBytes, int RequestsPerMinute, int MaxInFlight);
