using System.Text.Json;
using CreditHub.Testing.Platforms.Strict;
using Condition = System.Func<System.Func<string, string>, bool>;

namespace CreditHub.Testing.Truth.Recipes;

/// <summary>What making up a value needs to know of a field, read straight from the dataset's file.</summary>
internal sealed record CatalogField(string Code, string Name, string Type)
{
    public int MaxLength { get; init; }

    public int Scale { get; init; }

    /// <summary>Largest whole part of an amount.</summary>
    public int Most { get; init; } = 90_000;

    public bool Required { get; init; }

    public Condition? RequiredWhen { get; init; }

    /// <summary>Rule texts, those that only warn too: made-up good rows give no warning either.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Stored words of its code list that hold today; empty where it has none.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public bool IsText => Type is "text" or "longText";

    /// <summary>A text in which anything may stand.</summary>
    public bool IsFree => IsText && Words.Count == 0 && Rules.All(r => r is "no_placeholder" or "name_chars");

    public bool Has(string rule) => Rules.Contains(rule);

    /// <summary>Argument of the rule called so, or null.</summary>
    public string? Argument(string rule) =>
        Rules.FirstOrDefault(r => r.StartsWith(rule + ":", StringComparison.Ordinal))?[(rule.Length + 1)..];

    public static CatalogField Read(JsonElement field, Func<string, bool, IReadOnlyList<string>> words)
    {
        var rules = List(field, "rules").Select(r => r.ValueKind == JsonValueKind.Object ? Text(r, "rule")! : r.GetString()!).ToList();
        return new CatalogField(Text(field, "code")!, Text(field, "name")!, Text(field, "type")!)
        {
            MaxLength = Number(field, "maxLength"),
            Scale = Number(field, "scale"),
            Most = (int)Math.Min(90_000, Math.Pow(10, Number(field, "precision") is > 0 and int digits ? digits - Number(field, "scale") : 9) - 1),
            Required = field.TryGetProperty("required", out var required) && required.GetBoolean(),
            RequiredWhen = Text(field, "requiredWhen") is { } when ? StrictCondition.Compile(when) : null,
            Rules = rules,
            Words = Text(field, "codeSet") is { } set && rules.Exists(r => r.StartsWith("enum", StringComparison.Ordinal)) ? words(set, rules.Contains("enum_name")) : [],
        };
    }

    private static string? Text(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static int Number(JsonElement parent, string name) => parent.TryGetProperty(name, out var value) ? value.GetInt32() : 0;

    private static JsonElement.ArrayEnumerator List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.EnumerateArray() : default;
}
