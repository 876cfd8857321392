using CreditHub.Pipelines.Catalog.Shapes;

namespace CreditHub.Pipelines.Catalog;

/// <summary>JSON schemas of the config files, for editors. Made from the same shapes that the config reader checks by, and from the kinds' own schemas.</summary>
public static class ConfigSchemas
{
    /// <summary>File name → schema text. The same kinds give the same text.</summary>
    public static IReadOnlyDictionary<string, string> Compose(ConfigKinds kinds)
    {
        var writer = new SchemaWriter(kinds);
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["calendar.schema.json"] = writer.File(CalendarShape.Shape),
            ["codeset.schema.json"] = writer.File(CodeSetShape.Shape),
            ["connector.schema.json"] = writer.File(ConnectorShape.Shape),
            ["dataset.schema.json"] = writer.File(DatasetShape.Shape),
            ["forbidden.schema.json"] = writer.File(ForbiddenShape.Shape),
            ["override.schema.json"] = writer.File(OverrideShape.Shape),
            ["platform.schema.json"] = writer.File(PlatformShape.Shape),
        };
    }

    /// <summary>Writes all schemas into a folder, which is created when absent.</summary>
    public static void WriteAll(string directory, ConfigKinds kinds)
    {
        Directory.CreateDirectory(directory);
        foreach (var (name, text) in Compose(kinds))
        {
            File.WriteAllText(Path.Combine(directory, name), text);
        }
    }
}
