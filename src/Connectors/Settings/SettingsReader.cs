using System.Globalization;
using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Settings;

/// <summary>
/// Reads one settings object and collects every mistake instead of stopping at the first. After a finding the value returned is a
/// harmless default: callers look at <see cref="Findings"/> before they use what was read. Keys never asked for are findings (<see cref="Done"/>).
/// </summary>
internal sealed class SettingsReader
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal) { "kind", "$schema" };

    public SettingsReader(JsonElement element, string path = "$", List<ConfigFinding>? findings = null)
    {
        _element = element;
        _path = path;
        Findings = findings ?? [];
        if (element.ValueKind != JsonValueKind.Object)
        {
            Add("", null, "a JSON object is expected", "write the settings as { … }");
        }
    }

    /// <summary>Shared with the readers of nested objects.</summary>
    public List<ConfigFinding> Findings { get; }

    /// <summary>A mistake the caller found itself. <paramref name="value"/> is shown to people: null for secrets.</summary>
    public void Add(string key, string? value, string problem, string remedy) =>
        Findings.Add(new ConfigFinding("", 0, key.Length == 0 ? _path : $"{_path}.{key}", value, problem, remedy));

    /// <summary>What a setting refers to is not there yet: no mistake in a file that is switched off.</summary>
    public void AddUnset(string key, string? value, string problem, string remedy) =>
        Findings.Add(new ConfigFinding("", 0, $"{_path}.{key}", value, problem, remedy) { IsUnset = true });

    public string Text(string key, string fallback) => OptionalText(key) ?? fallback;

    public string RequiredText(string key)
    {
        if (!Has(key))
        {
            Add(key, null, "missing", $"add \"{key}\"");
            return "";
        }

        string text = OptionalText(key) ?? "";
        if (text.Length == 0)
        {
            Add(key, "", "empty", $"give \"{key}\" a value");
        }

        return text;
    }

    /// <summary>Null when absent or JSON null.</summary>
    public string? OptionalText(string key)
    {
        if (Find(key) is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString();
        }

        Add(key, value.GetRawText(), "a text is expected", "write it in quotes");
        return null;
    }

    public int Integer(string key, int fallback, int least, int most)
    {
        if (Find(key) is not { } value)
        {
            return fallback;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most)
        {
            return number;
        }

        Add(key, value.GetRawText(), string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most} is expected"), "change the number");
        return fallback;
    }

    /// <summary>False when absent.</summary>
    public bool Flag(string key)
    {
        if (Find(key) is not { } value)
        {
            return false;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Add(key, value.GetRawText(), "true or false is expected", "write it without quotes");
        return false;
    }

    public string Choice(string key, string fallback, params ReadOnlySpan<string> allowed)
    {
        string text = Text(key, fallback);
        foreach (string word in allowed)
        {
            if (string.Equals(word, text, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        Add(key, text, "unknown word", "use one of: " + string.Join(", ", allowed!));
        return fallback;
    }

    public IReadOnlyList<string> TextList(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
        {
            return [.. value.EnumerateArray().Select(item => item.GetString()!)];
        }

        Add(key, null, "a list of texts is expected", "write [\"…\", \"…\"]");
        return [];
    }

    public IReadOnlyDictionary<string, string> TextMap(string key)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(key) is not { } value)
        {
            return map;
        }

        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(item => item.Value.ValueKind != JsonValueKind.String))
        {
            Add(key, null, "an object of texts is expected", "write { \"name\": \"text\" }");
            return map;
        }

        foreach (var item in value.EnumerateObject())
        {
            map[item.Name] = item.Value.GetString()!;
        }

        return map;
    }

    /// <summary>A text that may be a reference: the reference is resolved now only to find out that it can be.</summary>
    public SecretReference Reference(string key) => Reference(key, secret: false);

    /// <summary>A secret: must be a reference; what it points to is never shown.</summary>
    public SecretReference Secret(string key) => Reference(key, secret: true);

    /// <summary>A nested object, or null when absent.</summary>
    public SettingsReader? Object(string key) =>
        Find(key) is { } value ? new SettingsReader(value, $"{_path}.{key}", Findings) : null;

    /// <summary>The nested objects of an object that maps names to objects, in the order written.</summary>
    public IEnumerable<(string Name, SettingsReader Reader)> Objects(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Object)
        {
            return [.. value.EnumerateObject().Select(item => (item.Name, new SettingsReader(item.Value, $"{_path}.{key}.{item.Name}", Findings)))];
        }

        Add(key, null, "an object of objects is expected", "write { \"name\": { … } }");
        return [];
    }

    /// <summary>A value of any form, or null when absent.</summary>
    public JsonElement? Element(string key) => Find(key);

    /// <summary>Readers of a list of objects; empty when absent.</summary>
    public IReadOnlyList<SettingsReader> ObjectList(string key)
    {
        if (Find(key) is not { } value)
        {
            return [];
        }

        if (value.ValueKind == JsonValueKind.Array)
        {
            return [.. value.EnumerateArray().Select((item, index) => new SettingsReader(item, string.Create(CultureInfo.InvariantCulture, $"{_path}.{key}[{index}]"), Findings))];
        }

        Add(key, null, "a list of objects is expected", "write [{ … }, { … }]");
        return [];
    }

    /// <summary>Reports the keys nobody asked for.</summary>
    public void Done()
    {
        if (_element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in _element.EnumerateObject())
        {
            if (!_known.Contains(property.Name))
            {
                Add(property.Name, null, "unknown key", "remove it; known here: " + string.Join(", ", _known.Where(key => key[0] != '$')));
            }
        }
    }

    private SecretReference Reference(string key, bool secret)
    {
        string text = RequiredText(key);
        var reference = new SecretReference(text);
        if (text.Length == 0)
        {
            return reference;
        }

        if (secret && !reference.IsReference)
        {
            Add(key, null, "a secret stands in the config itself", "write env:NAME or file:PATH and keep the secret there");
            return reference;
        }

        if (reference.Problem() is { } problem)
        {
            AddUnset(key, reference.IsReference ? text : null, problem, "set it, or correct the reference");
        }

        return reference;
    }

    private bool Has(string key) => Find(key) is not null;

    private JsonElement? Find(string key)
    {
        _known.Add(key);
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : null;
    }
}
