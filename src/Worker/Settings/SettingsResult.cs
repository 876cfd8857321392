using CreditHub.Pipelines.Model;

namespace CreditHub.Worker.Settings;

/// <summary>Settings, or all that is wrong with them. <paramref name="Settings"/> is null exactly when there are findings; the directories are known in any case.</summary>
internal sealed record SettingsResult(WorkerSettings? Settings, string ConfigDirectory, string DataDirectory, IReadOnlyList<ConfigFinding> Findings);
