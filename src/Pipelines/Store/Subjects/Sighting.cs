namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>The identifiers of one version, in the form of keys. Null: it has none. Never a name or number of a natural person.</summary>
internal sealed record Sighting
{
    public required long VersionNo { get; init; }

    public required long RecordNo { get; init; }

    public required short DatasetNo { get; init; }

    /// <summary>The version's subject id.</summary>
    public required string Key { get; init; }

    /// <summary>U unified code, O organisation code, R registration number, T tax number, N name, P person.</summary>
    public required char Kind { get; init; }

    /// <summary>Day it was stored.</summary>
    public required DateOnly SeenOn { get; init; }

    public string? Org { get; init; }

    public string? Reg { get; init; }

    public string? Tax { get; init; }

    /// <summary>A second valid unified code in the same record.</summary>
    public string? Other { get; init; }

    public string? Name { get; init; }

    /// <summary>The form names are compared by; null when the name tells nobody apart.</summary>
    public string? Folded { get; init; }

    /// <summary>The name comes from a register.</summary>
    public bool Register { get; init; }

    /// <summary>The name is to be compared with the registers.</summary>
    public bool Checked { get; init; }

    /// <summary>Day from which the name holds.</summary>
    public required DateOnly Since { get; init; }

    /// <summary>The only library its dataset names.</summary>
    public string? Library { get; init; }

    /// <summary>Digest of the document that the record comes from; null when it names none, or its dataset does not compare documents.</summary>
    public string? Document { get; init; }

    /// <summary>The document's day.</summary>
    public DateOnly? DocumentDay { get; init; }

    /// <summary>The correction of codes that it is, or null.</summary>
    public Ruling? Ruling { get; init; }
}
