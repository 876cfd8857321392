namespace CreditHub.Pipelines.Reports.Withdrawals;

/// <summary>
/// An act whose record is not found, or not certain, or what a platform told about a record that is not in the books or not held there.
/// <paramref name="ActNo"/>: 0 for the latter, which is no act yet. <paramref name="Finding"/>: Chinese, what a person must do; null = it waits for the record.
/// <paramref name="Platform"/>: who told it, with <paramref name="Document"/> the feedback's id; null = it came as a record.
/// </summary>
public sealed record UnclearAct(
    long ActNo, string Action, string? Reason, string? Document, string? Dataset, string? Finding, DateTime MadeAt, long RunId, int Line, string? Platform, string? RecordId);
