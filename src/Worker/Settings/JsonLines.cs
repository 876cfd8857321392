using System.Text.Json;

namespace CreditHub.Worker.Settings;

/// <summary>Leaves of a JSON object with their line: <c>Hub:Sender</c> → text and line (from 1). Throws <see cref="JsonException"/> for anything but one object of objects and plain values.</summary>
internal static class JsonLines
{
    public static IReadOnlyDictionary<string, (string Value, int Line)> Read(ReadOnlySpan<byte> json)
    {
        var leaves = new Dictionary<string, (string, int)>(StringComparer.OrdinalIgnoreCase);
        var path = new Stack<string>();
        var reader = new Utf8JsonReader(json);
        string name = "";
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    break;
                case JsonTokenType.StartObject:
                    path.Push(path.Count == 0 ? "" : $"{path.Peek()}{name}:");
                    break;
                case JsonTokenType.EndObject:
                    path.Pop();
                    break;
                case JsonTokenType.StartArray:
                    throw new JsonException("a list is not expected here", name, LineOf(json, reader.TokenStartIndex) - 1, null);
                default:
                    Add(leaves, path, name, (Text(ref reader), LineOf(json, reader.TokenStartIndex)));
                    break;
            }
        }

        return leaves;
    }

    private static void Add(Dictionary<string, (string Value, int Line)> leaves, Stack<string> path, string name, (string Value, int Line) leaf)
    {
        if (path.Count == 0 || !leaves.TryAdd(path.Peek() + name, leaf))
        {
            throw new JsonException(path.Count == 0 ? "an object is expected" : "the same name stands twice", name, leaf.Line - 1, null);
        }
    }

    private static string Text(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString()!,
        JsonTokenType.Null => "",
        _ => System.Text.Encoding.UTF8.GetString(reader.ValueSpan),
    };

    private static int LineOf(ReadOnlySpan<byte> json, long offset) => json[..(int)offset].Count((byte)'\n') + 1;
}
