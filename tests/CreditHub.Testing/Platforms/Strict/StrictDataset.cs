using System.Text.Json;
using Condition = System.Func<System.Func<string, string>, bool>;

namespace CreditHub.Testing.Platforms.Strict;

/// <summary>What a platform needs to know of a dataset, read straight from its catalog file.</summary>
internal sealed record StrictDataset(
    string Code, string Edition, IReadOnlyList<string[]> NaturalKey, IReadOnlyList<StrictField> Fields, IReadOnlyList<(string[] Fields, Condition? When)> AnyOf)
{
    private readonly Dictionary<string, StrictField> _byCode = Fields.ToDictionary(f => f.Code);

    /// <summary>社会公开, 政务共享, …</summary>
    public string Disclosure { get; init; } = "";

    /// <summary>Conditions under which a record is not owed, and to whom: public or all.</summary>
    public IReadOnlyList<(Condition When, string From)> Withhold { get; init; } = [];

    public StrictField Field(string code) => _byCode[code];

    public bool Has(string field) => _byCode.ContainsKey(field);

    /// <summary>Every <c>catalog/&lt;edition&gt;/*.json</c> under the config directory.</summary>
    public static IReadOnlyList<StrictDataset> Load(string configDirectory)
    {
        var sets = Directory.EnumerateFiles(Path.Combine(configDirectory, "codesets"), "*.json")
            .Select(file => JsonDocument.Parse(File.ReadAllBytes(file)).RootElement)
            .ToDictionary(set => Text(set, "code"), Values);
        return [.. Directory.EnumerateDirectories(Path.Combine(configDirectory, "catalog")).SelectMany(edition => Directory.EnumerateFiles(edition, "*.json"))
            .Select(file => Read(JsonDocument.Parse(File.ReadAllBytes(file)).RootElement, sets))];
    }

    private static StrictDataset Read(JsonElement file, Dictionary<string, IReadOnlySet<string>> sets) => new(
        Text(file, "code"),
        Text(file, "edition"),
        [.. List(file, "naturalKey").Select(k => k.GetString()!.Split('|'))],
        [.. List(file, "fields").Select(f => ReadField(f, sets))],
        [.. List(file, "anyOf").Select(a => (List(a, "fields").Select(f => f.GetString()!).ToArray(), When(a, "when")))])
    {
        Disclosure = Text(file, "disclosure"),
        Withhold = [.. List(file, "withhold").Select(w => (When(w, "when")!, Text(w, "from")))],
    };

    private static StrictField ReadField(JsonElement field, Dictionary<string, IReadOnlySet<string>> sets)
    {
        var rules = List(field, "rules").Where(Refuses).Select(r => r.ValueKind == JsonValueKind.Object ? Text(r, "rule") : r.GetString()!).ToList();
        bool coded = rules.Any(rule => rule.StartsWith("enum", StringComparison.Ordinal));
        return new StrictField(Text(field, "code"), Text(field, "name"), Text(field, "type"))
        {
            MaxLength = Number(field, "maxLength"),
            Precision = Number(field, "precision"),
            Scale = Number(field, "scale"),
            Unit = Text(field, "unit"),
            Required = field.TryGetProperty("required", out var required) && required.GetBoolean(),
            RequiredWhen = When(field, "requiredWhen"),
            Codes = coded ? sets.GetValueOrDefault(Text(field, "codeSet")) : null,
            Personal = Text(field, "personal"),
            Rules = [.. rules.Select(StrictRule.Parse)],
        };
    }

    /// <summary>A rule that only warns, or that judges only records of some time, is left to the supplier's side.</summary>
    private static bool Refuses(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.String || (Text(rule, "severity") != "warning" && Text(rule, "from").Length == 0 && Text(rule, "to").Length == 0);

    private static IReadOnlySet<string> Values(JsonElement set) =>
        List(set, "items").SelectMany(i => new[] { Text(i, "code"), Text(i, "name") }).ToHashSet();

    private static Condition? When(JsonElement parent, string name) =>
        Text(parent, name) is { Length: > 0 } text ? StrictCondition.Compile(text) : null;

    private static string Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static int Number(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : 0;

    private static List<JsonElement> List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [];
}
