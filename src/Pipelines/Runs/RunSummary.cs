namespace CreditHub.Pipelines.Runs;

/// <summary>How a run ended. <paramref name="Outcome"/>: the words of <c>evidence.run</c>, or <c>busy</c> when another holder runs the connector.</summary>
public sealed record RunSummary(long RunId, string Connector, string Outcome, string Message, RunCounts Counts, TimeSpan Elapsed);
