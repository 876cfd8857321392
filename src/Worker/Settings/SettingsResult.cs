using CreditHub.Pipelines.Model;

namespace CreditHub.Worker.Settings;

/// <summary>Settings, or all that is wrong with them. <paramref name="Settings"/> is null exactly when there are findings.</summary>
internal sealed record SettingsResult(WorkerSettings? Settings, IReadOnlyList<ConfigFinding> Findings);
