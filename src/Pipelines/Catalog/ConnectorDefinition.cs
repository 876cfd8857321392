namespace CreditHub.Pipelines.Catalog;

/// <summary>One feed of one dataset from one supplier, as written in <c>config/connectors/&lt;name&gt;.json</c>.</summary>
public sealed record ConnectorDefinition
{
    /// <summary>The file's name without extension. Shape: <c>[a-z][a-z0-9-]{0,62}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who answers for the data.</summary>
    public required SupplierDefinition Supplier { get; init; }

    /// <summary>Dataset code.</summary>
    public required string Dataset { get; init; }

    /// <summary>Edition the supplier reports by; of several the newest.</summary>
    public required string Edition { get; init; }

    /// <summary>Older editions whose records it also carries, oldest first.</summary>
    public IReadOnlyList<string> OlderEditions { get; init; } = [];

    /// <summary>All its editions, oldest first: <c>Record.Edition</c> is a place in this list.</summary>
    public IReadOnlyList<string> Editions => [.. OlderEditions, Edition];

    /// <summary>False: not scheduled, not runnable.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Quartz cron with seconds, or null: only on demand.</summary>
    public string? Cron { get; init; }

    /// <summary>IANA time zone of the cron; default Asia/Shanghai.</summary>
    public string TimeZone { get; init; } = "Asia/Shanghai";

    /// <summary>When it is to be heard of again; null: by the dataset's update cycle.</summary>
    public ExpectedCycle? Expected { get; init; }

    /// <summary>Kind and settings of the source.</summary>
    public required KindSettings Source { get; init; }

    /// <summary>Kind and settings of the decoder.</summary>
    public required KindSettings Decoder { get; init; }

    /// <summary>Catalog field code → where its value comes from. Fields not named here take the column that carries their code, Chinese name or alias.</summary>
    public IReadOnlyDictionary<string, FieldMapping> Mapping { get; init; } = new Dictionary<string, FieldMapping>();

    /// <summary>Edition → mappings that take precedence over <see cref="Mapping"/> for records of that edition.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, FieldMapping>> MappingByEdition { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, FieldMapping>>();

    /// <summary>Records matching an expression are left out, with the reason.</summary>
    public IReadOnlyList<ExcludeDefinition> Exclude { get; init; } = [];

    /// <summary>How rows say that a record is gone, or null: they never do.</summary>
    public DeletionDefinition? Deletion { get; init; }

    /// <summary>Every complete run brings all that the supplier has: what it held and no longer brings is gone.</summary>
    public bool Snapshot { get; init; }

    /// <summary>Limits of a run.</summary>
    public ConnectorLimits Limits { get; init; } = new();

    /// <summary>File it came from, relative to the config folder.</summary>
    public string File { get; init; } = "";

    /// <summary>Where a field of an edition gets its value, or null: by the field's own names.</summary>
    public FieldMapping? MappingOf(string edition, string field) =>
        MappingByEdition.TryGetValue(edition, out var own) && own.TryGetValue(field, out var mapping) ? mapping : Mapping.GetValueOrDefault(field);
}
