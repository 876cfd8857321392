using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>
/// A place in an answer. <c>$.a.b</c> in JSON; <c>/a/b</c> or <c>/a/b/@c</c> in XML, by local names. The first character says which: there is no other switch between the two.
/// </summary>
internal sealed record AnswerPath(string Text, IReadOnlyList<string> Parts)
{
    private const int MaxParts = 16;

    public bool IsXml => Text[0] == '/';

    public JsonPath Json => new(Text, Parts);

    public static AnswerPath? Read(SettingsReader reader, string key, bool required)
    {
        string? text = required ? reader.RequiredText(key) : reader.OptionalText(key);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (Parse(text) is { } path)
        {
            return path;
        }

        reader.Add(key, text, "not a path of names", "write $ or $.name.name for JSON, /name/name for XML");
        return null;
    }

    public static AnswerPath? Parse(string text)
    {
        if (!text.StartsWith('/'))
        {
            return JsonPath.Parse(text) is { } json ? new AnswerPath(text, json.Parts) : null;
        }

        string[] parts = text[1..].Split('/');
        return parts.Length <= MaxParts && parts.All(p => p.TrimStart('@').Length > 0 && p.IndexOfAny(['*', '[', ']', '(', ' ', ':']) < 0) && parts[..^1].All(p => p[0] != '@')
            ? new AnswerPath(text, parts)
            : null;
    }
}
