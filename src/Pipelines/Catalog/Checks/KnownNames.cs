using CreditHub.Pipelines.Catalog.Reading;

namespace CreditHub.Pipelines.Catalog.Checks;

/// <summary>
/// What exists in the config folder, for checking references. Names come from the files' names too, so that a file which
/// cannot be read does not make every reference to it a mistake.
/// </summary>
internal sealed class KnownNames
{
    public required IReadOnlyDictionary<string, CodeSetDefinition> CodeSets { get; init; }

    public required IReadOnlySet<string> CodeSetNames { get; init; }

    public required IReadOnlyDictionary<(string Dataset, string Edition), DatasetDefinition> Datasets { get; init; }

    /// <summary>What must not be collected.</summary>
    public required IReadOnlyList<ForbiddenDefinition> Forbidden { get; init; }

    /// <summary>Dataset → its editions.</summary>
    public required IReadOnlyDictionary<string, IReadOnlySet<string>> Editions { get; init; }

    /// <summary>A remedy that names the nearest or all.</summary>
    public static string Near(string word, IReadOnlyCollection<string> names) =>
        NearestName.Of(word, names) is { } near ? $"did you mean \"{near}\"?"
        : names.Count == 0 ? "there is none yet: add its file first" : $"known here: {string.Join(", ", names.Order(StringComparer.Ordinal))}";
}
