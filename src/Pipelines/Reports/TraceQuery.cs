namespace CreditHub.Pipelines.Reports;

/// <summary>What to trace: exactly one of the three. <paramref name="Subject"/>: unified social credit code or another subject id; <paramref name="Receipt"/>: a platform's receipt number.</summary>
public sealed record TraceQuery(string? RecordId = null, string? Subject = null, string? Receipt = null);
