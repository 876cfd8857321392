using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace CreditHub.Connectors.Exchange;

/// <summary>Reads the platform's words as data: bounded, free of control characters, never trusted to be well formed.</summary>
internal static class AnswerText
{
    public const int MaxText = 1000;
    private static readonly SearchValues<char> CodeCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");

    public static JsonDocumentOptions DocumentOptions { get; } = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>The string the reader stands on, cut to 1,000 characters; null when it is not text or not valid Unicode.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        try
        {
            return Clean(reader.GetString()!);
        }
        catch (InvalidOperationException)
        {
            // an escaped half of a surrogate pair: the text is lost, the result it belongs to is not
            return null;
        }
    }

    /// <summary>The protocol's error code in an error body, or "" when there is none that can be read.</summary>
    public static string Code(ReadOnlySpan<byte> body)
    {
        if (body.Length is 0 or > 64 << 10 || !Utf8.IsValid(body))
        {
            return "";
        }

        var text = Encoding.UTF8.GetString(body).Trim();
        if (!text.StartsWith('{'))
        {
            return IsCode(text) ? text : "";
        }

        try
        {
            using var document = JsonDocument.Parse(text, DocumentOptions);
            return Code(document.RootElement) ?? "";
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string? Code(JsonElement root)
    {
        foreach (string name in (ReadOnlySpan<string>)["code", "error"])
        {
            if (root.TryGetProperty(name, out var value))
            {
                if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && IsCode(text))
                {
                    return text;
                }

                if (value.ValueKind == JsonValueKind.Object)
                {
                    return Code(value);
                }
            }
        }

        return null;
    }

    /// <summary>A code in a message of ours: too short for a person's number, else not repeated.</summary>
    public static string Quoted(string code) => code.Length <= 10 && code.All(char.IsAsciiLetterOrDigit) ? code : "***";

    private static bool IsCode(string text) =>
        text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(CodeCharacters);

    /// <summary>Cut to 1,000 characters, control characters as blanks.</summary>
    public static string Clean(string text)
    {
        int length = Math.Min(text.Length, MaxText);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
        {
            length--;
        }

        return string.Create(length, text, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }
}
