namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → corrections by hand. Forgiving like <see cref="DatasetReader"/>.</summary>
internal static class OverrideReader
{
    public static OverrideDefinition Read(ConfigFile file, ConfigNode root) => new()
    {
        Name = root.TextOf("name") ?? file.Stem,
        Dataset = root.TextOf("dataset") ?? "",
        Author = root.TextOf("author") ?? "",
        Date = Day(root.TextOf("date")) ?? DateOnly.MinValue,
        Reason = root.TextOf("reason") ?? "",
        Document = root.TextOf("document") ?? "",
        Until = Day(root.TextOf("until")),
        Records = [.. root.ItemsOf("records").Select(node => new RecordOverride(node.TextOf("record")?.ToLowerInvariant(), Texts(node["key"]), Texts(node["set"])))],
        File = file.Name,
    };

    /// <summary>Null for a day that is not in the calendar.</summary>
    public static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var day) ? day : null;

    private static Dictionary<string, string> Texts(ConfigNode? node) => (node?.Properties ?? []).ToDictionary(p => p.Key, p => p.Value.Text);
}
