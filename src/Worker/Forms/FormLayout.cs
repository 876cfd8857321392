using CreditHub.Pipelines.Catalog;

namespace CreditHub.Worker.Forms;

/// <summary>
/// What stands in the form of a dataset: all its columns as printed in the catalog, in its order. For a connector the names that it reads, without columns that it
/// fills by itself. Source: R29.
/// </summary>
internal sealed record FormLayout(DatasetDefinition Dataset, IReadOnlyList<FormColumn> Columns)
{
    /// <summary>For records of that day: fields and words that are in use then.</summary>
    public static FormLayout Of(DatasetDefinition dataset, CatalogSnapshot snapshot, ConnectorDefinition? connector, DateOnly day) => new(
        dataset,
        [.. dataset.Fields.Where(field => field.Period.Holds(day)).Select(field => (Field: field, Mapping: connector?.MappingOf(dataset.Edition, field.Code)))
            .Where(entry => entry.Mapping is not { Value: not null, Columns.Count: 0 })
            .Select(entry => Column(entry.Field, entry.Mapping, snapshot, day))]);

    private static FormColumn Column(FieldDefinition field, FieldMapping? mapping, CatalogSnapshot snapshot, DateOnly day)
    {
        string header = mapping is { Columns: [var first, ..] } ? first : field.Name;
        string[] rules = [.. field.Rules.Select(rule => rule.Split(':', 2)[0])];
        if (mapping is { Codes.Count: > 0 })
        {
            return new FormColumn(header, field, [.. mapping.Codes.Keys.Where(word => word.Length > 0)], false);
        }

        bool coded = Array.Exists(rules, rule => rule.StartsWith("enum", StringComparison.Ordinal));
        string[] words = coded && field.CodeSet is { } code && snapshot.CodeSets.TryGetValue(code, out var set)
            ? [.. set.Items.Where(item => item.Period.Holds(day)).Select(item => item.Name).Distinct(StringComparer.Ordinal)]
            : [.. field.Rules.Where(rule => rule.StartsWith("in:", StringComparison.Ordinal)).SelectMany(rule => rule[3..].Split(','))];
        return new FormColumn(header, field, words, rules.Contains("enum_multi") || rules.Contains("enum_prefix"));
    }
}
