namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// How a record names another one: dataset code in a field (<paramref name="DatasetField"/>) or always the same (<paramref name="Dataset"/>), number in
/// <paramref name="Number"/> (one of the named dataset's <see cref="DatasetDefinition.Numbers"/>), subject by <paramref name="Name"/>, <paramref name="Code"/> or both.
/// </summary>
public sealed record NamingDefinition(string? DatasetField, string? Dataset, string Number, string? Name, string? Code);
