namespace CreditHub.Pipelines.Catalog;

/// <summary>Everything an administrator configured, checked completely. Immutable: a run keeps the snapshot it began with.</summary>
public sealed record CatalogSnapshot
{
    /// <summary>By (dataset code, edition).</summary>
    public required IReadOnlyDictionary<(string Dataset, string Edition), DatasetDefinition> Datasets { get; init; }

    /// <summary>By code.</summary>
    public required IReadOnlyDictionary<string, CodeSetDefinition> CodeSets { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, ConnectorDefinition> Connectors { get; init; }

    /// <summary>By name.</summary>
    public required IReadOnlyDictionary<string, PlatformDefinition> Platforms { get; init; }

    /// <summary>What must never be collected.</summary>
    public IReadOnlyList<ForbiddenDefinition> Forbidden { get; init; } = [];

    /// <summary>Corrections of single records by hand, in the order of their files.</summary>
    public IReadOnlyList<OverrideDefinition> Overrides { get; init; } = [];

    /// <summary>Working days of the years whose calendar is known.</summary>
    public required WorkingDays WorkingDays { get; init; }

    /// <summary>Sender code of this hub at the platforms, part of every record id.</summary>
    public required string Sender { get; init; }

    /// <summary>SHA-256 (64 hex digits) of all config files that decide about data; <c>evidence.run.config_digest</c>.</summary>
    public required string Digest { get; init; }
}
