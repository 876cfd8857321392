using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Where one field's values come from, for one connector: mapped column names (none = by the field's own names), constant, codes, unit.</summary>
internal sealed class FieldSource(FieldMapping? mapping)
{
    /// <summary>Mapped column names, best first.</summary>
    public IReadOnlyList<string> Columns { get; } = mapping?.Columns ?? [];

    /// <summary>Stands in when the column is absent or empty; null = none.</summary>
    public byte[]? Constant { get; } = mapping?.Value is null ? null : Encoding.UTF8.GetBytes(mapping.Value);

    /// <summary>Replaces whole values; null = none.</summary>
    public CodeTable? Codes { get; } = mapping is { Codes.Count: > 0 } ? new CodeTable(mapping.Codes.Select(pair => (pair.Key, pair.Value))) : null;

    /// <summary>Unit the supplier writes amounts in; null = the field's.</summary>
    public string? Unit { get; } = mapping?.Unit;
}
