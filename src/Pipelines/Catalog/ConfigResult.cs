using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>What reading the config folder gave: the snapshot, or null when there is any finding. Findings are ordered by file and line.</summary>
public sealed record ConfigResult(CatalogSnapshot? Snapshot, IReadOnlyList<ConfigFinding> Findings);
