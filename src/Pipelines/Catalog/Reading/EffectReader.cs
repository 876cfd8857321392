namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>Node → effect of a dataset.</summary>
internal static class EffectReader
{
    public static EffectDefinition? Read(ConfigNode? node) => node is null ? null : new EffectDefinition(
        node["names"] is { } names
            ? new NamingDefinition(names.TextOf("dataset"), names.TextOf("in"), names.TextOf("number") ?? "", names.TextOf("name"), names.TextOf("code"))
            : null,
        node.TextOf("author"), node.TextOf("document"), node.TextOf("from"), node.TextOf("to"),
        [.. node.ItemsOf("acts").Select(act => new ActDefinition(
            act.TextOf("id") ?? "", act.TextOf("when"), act.TextOf("action") ?? "", act.TextOf("reason") ?? "", act.TextOf("field"), act.TextOf("value")))]);
}
