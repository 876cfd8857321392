namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → code set. Forgiving like <see cref="DatasetReader"/>.</summary>
internal static class CodeSetReader
{
    public static CodeSetDefinition Read(ConfigFile file, ConfigNode root) => new()
    {
        Code = root.TextOf("code") ?? file.Stem,
        Name = root.TextOf("name") ?? "",
        Edition = root.TextOf("edition") ?? "",
        Source = root.TextOf("source") ?? "",
        Verified = root.TextOf("verified") ?? "false",
        Items = [.. root.ItemsOf("items").Select(node => new CodeItem(node.TextOf("code") ?? "", node.TextOf("name") ?? "", node.TextsOf("aliases")) { Period = PeriodReader.Read(node) })],
    };
}
