namespace CreditHub.Pipelines.Runs;

/// <summary>Asks for a run. <paramref name="Actor"/>: who asked (a key's name, <c>schedule</c>, <c>command line</c>). Dates are Beijing days.</summary>
public sealed record RunRequest(
    string Connector, RunKind Kind, string Actor, DateOnly? FromDate = null, DateOnly? ToDate = null, string? Subject = null);
