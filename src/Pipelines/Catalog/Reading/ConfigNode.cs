using System.Globalization;
using System.Text.Json;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>A JSON value that remembers where it stands. <see cref="Line"/> counts from 1, <see cref="Path"/> is a JSON path, <see cref="Source"/> its bytes in the file.</summary>
internal sealed class ConfigNode(string path, int line, JsonValueKind kind)
{
    public string Path { get; } = path;

    public int Line { get; } = line;

    public JsonValueKind Kind { get; } = kind;

    /// <summary>Text of a string, digits of a number as written, else empty.</summary>
    public string Text { get; init; } = "";

    public List<(string Key, ConfigNode Value)> Properties { get; } = [];

    public List<ConfigNode> Items { get; } = [];

    public ReadOnlyMemory<byte> Source { get; set; }

    /// <summary>The value of a key; null when absent, JSON null, or this is no object.</summary>
    public ConfigNode? this[string key]
    {
        get
        {
            foreach (var (name, value) in Properties)
            {
                if (name == key)
                {
                    return value.Kind == JsonValueKind.Null ? null : value;
                }
            }

            return null;
        }
    }

    /// <summary>The text under a key, or null when it is absent or no string.</summary>
    public string? TextOf(string key) => this[key] is { Kind: JsonValueKind.String } node ? node.Text : null;

    /// <summary>The texts of a list under a key; entries of another type are left out (they are findings of the shape).</summary>
    public IReadOnlyList<string> TextsOf(string key) =>
        this[key] is { } list ? [.. list.Items.Where(item => item.Kind == JsonValueKind.String).Select(item => item.Text)] : [];

    public IReadOnlyList<ConfigNode> ItemsOf(string key) => this[key]?.Items ?? [];

    public bool FlagOf(string key, bool otherwise) =>
        this[key]?.Kind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => otherwise };

    public double NumberOf(string key, double otherwise) =>
        this[key] is { Kind: JsonValueKind.Number } node
        && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : otherwise;

    public int WholeOf(string key, int otherwise) => (int)Math.Clamp(NumberOf(key, otherwise), int.MinValue, int.MaxValue);

    /// <summary>The deepest node that <paramref name="path"/> (relative to this node, beginning with <c>$</c>) leads to.</summary>
    public ConfigNode Find(string path)
    {
        string wanted = path.Length > 0 && path[0] == '$' ? Path + path[1..] : Path;
        var found = this;
        while (Children(found).FirstOrDefault(child => Leads(child.Path, wanted)) is { } next)
        {
            found = next;
        }

        return found;
    }

    /// <summary>The value as an own document, for the kinds.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(Source);
        return document.RootElement.Clone();
    }

    private static IEnumerable<ConfigNode> Children(ConfigNode node) => node.Properties.Select(p => p.Value).Concat(node.Items);

    private static bool Leads(string path, string wanted) =>
        wanted.StartsWith(path, StringComparison.Ordinal) && (wanted.Length == path.Length || wanted[path.Length] is '.' or '[');
}
