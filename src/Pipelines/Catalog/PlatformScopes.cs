namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// Turns each platform's <see cref="PlatformDefinition.Where"/> into an entry of the dataset's <see cref="DatasetDefinition.Withhold"/> that concerns this platform
/// alone: records outside its scope are then kept back by the one mechanism that keeps anything back, at merge and again before sending.
/// </summary>
internal static class PlatformScopes
{
    /// <summary>Places for conditions in a record's mask.</summary>
    public const int MostPlaces = 32;

    private const string Prefix = "platform:";

    /// <summary>Whether a withholding entry concerns a platform.</summary>
    public static bool Concerns(WithholdDefinition entry, PlatformDefinition platform) =>
        entry.From.StartsWith(Prefix, StringComparison.Ordinal) ? entry.From.AsSpan(Prefix.Length).SequenceEqual(platform.Name) : entry.From != "public" || platform.Publishes;

    /// <summary>The datasets with the scopes of all platforms, in order of the platforms' names.</summary>
    public static IReadOnlyDictionary<(string Dataset, string Edition), DatasetDefinition> Apply(
        IReadOnlyDictionary<(string Dataset, string Edition), DatasetDefinition> datasets, IEnumerable<PlatformDefinition> platforms)
    {
        var scopes = platforms.Where(platform => platform.Enabled).OrderBy(platform => platform.Name, StringComparer.Ordinal)
            .SelectMany(platform => platform.Where.Select(entry => (Dataset: entry.Key, Entry: new WithholdDefinition($"not ({entry.Value})", Prefix + platform.Name, "不属于该平台的接收范围"))))
            .ToLookup(scope => scope.Dataset, scope => scope.Entry);
        return datasets.ToDictionary(
            dataset => dataset.Key, dataset => scopes.Contains(dataset.Value.Code) ? dataset.Value with { Withhold = [.. dataset.Value.Withhold, .. scopes[dataset.Value.Code]] } : dataset.Value);
    }
}
