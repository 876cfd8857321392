using System.Text.Json;

namespace CreditHub.Demo;

/// <summary>Environment variables that config files refer to: those of files that are switched on must be set before the hub accepts the config.</summary>
internal static class ConfigReferences
{
    private const string Prefix = "env:";

    public static IReadOnlySet<string> Find(string configDirectory) =>
        new[] { "connectors", "platforms" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(configDirectory, folder), "*.json"))
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .Where(IsOn)
            .SelectMany(In)
            .ToHashSet(StringComparer.Ordinal);

    /// <summary>The variable behind a reference, or null for a plain value.</summary>
    public static string? Variable(string? text) =>
        text is not null && text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..] : null;

    /// <summary>A connector or platform that is not switched off.</summary>
    public static bool IsOn(JsonElement file) => !file.TryGetProperty("enabled", out var enabled) || enabled.GetBoolean();

    private static IEnumerable<string> In(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => In(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(In),
        JsonValueKind.String when Variable(element.GetString()) is { } name => [name],
        _ => [],
    };
}
