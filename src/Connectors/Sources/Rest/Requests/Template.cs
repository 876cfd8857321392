using System.Text;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>
/// A text with placeholders <c>{name}</c> from a closed list; nothing else in it means anything. Pure.
/// </summary>
internal sealed class Template
{
    private readonly List<(string Text, bool Placeholder)> _parts = [];

    private Template()
    {
    }

    /// <summary>Placeholders in it.</summary>
    public IEnumerable<string> Names => _parts.Where(p => p.Placeholder).Select(p => p.Text);

    /// <summary>The name when the text is one placeholder and nothing else, or null.</summary>
    public string? OnlyName => _parts is [(var name, true)] ? name : null;

    /// <summary>Reads a text; <paramref name="unknown"/>: a word in braces that is no placeholder, or null.</summary>
    public static Template Parse(string text, out string? unknown)
    {
        unknown = null;
        var template = new Template();
        var literal = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            int close = text[i] == '{' ? text.IndexOf('}', i) : -1;
            string word = close > 0 ? text[(i + 1)..close] : "";
            if (word.Length == 0 || !word.All(char.IsAsciiLetter))
            {
                literal.Append(text[i]);
                continue;
            }

            if (!Placeholder.All.Contains(word))
            {
                unknown ??= word;
            }

            template.Literal(literal);
            template._parts.Add((word, true));
            i = close;
        }

        template.Literal(literal);
        return template;
    }

    /// <summary>The filled text; null when it is one placeholder that has no value now. A placeholder without a value is empty inside a longer text.</summary>
    public string? Fill(IReadOnlyDictionary<string, string> values, Func<string, string>? escape = null)
    {
        if (OnlyName is { } name && !values.ContainsKey(name))
        {
            return null;
        }

        var filled = new StringBuilder();
        foreach (var (text, placeholder) in _parts)
        {
            string value = !placeholder ? text : values.GetValueOrDefault(text, "");
            filled.Append(placeholder && escape is not null ? escape(value) : value);
        }

        return filled.ToString();
    }

    private void Literal(StringBuilder text)
    {
        if (text.Length > 0)
        {
            _parts.Add((text.ToString(), false));
            text.Clear();
        }
    }
}
