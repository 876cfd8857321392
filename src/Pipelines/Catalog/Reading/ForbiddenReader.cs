namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → what is forbidden. Forgiving like <see cref="DatasetReader"/>.</summary>
internal static class ForbiddenReader
{
    public static IReadOnlyList<ForbiddenDefinition> Read(ConfigNode root) => [.. root.ItemsOf("entries").Select(node => new ForbiddenDefinition(
        node.TextsOf("words"), node.TextsOf("codes"), node.FlagOf("personsOnly", false), node.FlagOf("unlessConsent", false),
        node.TextOf("reason") ?? "", node.TextOf("source") ?? ""))];
}
