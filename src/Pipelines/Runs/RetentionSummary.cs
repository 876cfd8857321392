namespace CreditHub.Pipelines.Runs;

/// <summary>What one round of <see cref="Retention"/> removed: payload files, their bytes, texts of refused rows.</summary>
public sealed record RetentionSummary(long Payloads, long Bytes, long RefusedRows);
