namespace CreditHub.Pipelines.Runs;

/// <summary>Where a run stands. <paramref name="Step"/>: fetch (payloads), survey or load (rows).</summary>
public sealed record RunProgress(string Connector, string Step, long Done, long? Total);
