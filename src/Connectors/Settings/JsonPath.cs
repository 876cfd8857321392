using System.Buffers;
using System.Text.Json;

namespace CreditHub.Connectors.Settings;

/// <summary>A path of property names: <c>$</c> or <c>$.a.b</c>. No wildcards, no indexes, no expressions.</summary>
internal sealed record JsonPath(string Text, IReadOnlyList<string> Parts)
{
    private const int MaxParts = 8;
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("[]*?()@'\"");

    /// <summary>Null when the text is no such path.</summary>
    public static JsonPath? Parse(string text)
    {
        if (text == "$")
        {
            return new JsonPath(text, []);
        }

        if (!text.StartsWith("$.", StringComparison.Ordinal))
        {
            return null;
        }

        string[] parts = text[2..].Split('.');
        return parts.Length <= MaxParts && parts.All(part => part.Length > 0 && !part.AsSpan().ContainsAny(NotInNames)) ? new JsonPath(text, parts) : null;
    }

    /// <summary>Reads a setting; a bad path is a finding.</summary>
    public static JsonPath? Read(SettingsReader reader, string key, bool required)
    {
        string? text = required ? reader.RequiredText(key) : reader.OptionalText(key);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var path = Parse(text);
        if (path is null)
        {
            reader.Add(key, text, "not a path of property names", "write $ or $.name.name");
        }

        return path;
    }

    /// <summary>The value at this path, or null when the document lacks it.</summary>
    public JsonElement? Find(JsonElement root)
    {
        var place = root;
        foreach (string part in Parts)
        {
            if (place.ValueKind != JsonValueKind.Object || !place.TryGetProperty(part, out place))
            {
                return null;
            }
        }

        return place;
    }
}
