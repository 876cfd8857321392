namespace CreditHub.Pipelines.Runs;

/// <summary>Where a relay stands: versions settled by this relay, and still pending.</summary>
public sealed record RelayProgress(string Platform, long Settled, long Pending);
