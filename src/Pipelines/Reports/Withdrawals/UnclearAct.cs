namespace CreditHub.Pipelines.Reports.Withdrawals;

/// <summary>An act whose record is not found, or not certain. <paramref name="Finding"/>: Chinese, what a person must do; null = it waits for the record.</summary>
public sealed record UnclearAct(long ActNo, string Action, string? Reason, string? Document, string? Dataset, string? Finding, DateTime MadeAt, long RunId, int Line);
