using CreditHub.Pipelines.Runs;

namespace CreditHub.Worker.Admin;

/// <summary>A run that a caller asked for. State: queued, running, ended. Kept in memory: after a restart the books (<c>/api/runs</c>) know what ran.</summary>
internal sealed record AskedRun(string RequestId, string Connector, SyncBody Body, string Actor, string State, RunSummary? Summary = null);
