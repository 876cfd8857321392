namespace CreditHub.Pipelines.Catalog;

/// <summary>Where a field's value comes from: the first of <paramref name="Columns"/> that exists, or a constant; <paramref name="Codes"/> replaces whole values; <paramref name="Unit"/> is the unit the supplier writes amounts in.</summary>
public sealed record FieldMapping(IReadOnlyList<string> Columns, string? Value, IReadOnlyDictionary<string, string> Codes, string? Unit)
{
    /// <summary>Characters or bytes at which a station before us cuts this field's texts; 0 = none is known. Beside what the catalog says of the field.</summary>
    public int TruncatedAt { get; init; }
}
