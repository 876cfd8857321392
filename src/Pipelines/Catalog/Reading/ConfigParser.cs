using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CreditHub.Pipelines.Catalog.Reading;

/// <summary>
/// JSON with line numbers. Refuses comments, trailing commas, duplicate keys, more than 64 levels and text that is not UTF-8.
/// Never throws for bad input: a file that cannot be read as JSON gives null and one finding; duplicate keys give a finding each.
/// </summary>
internal ref struct ConfigParser
{
    private const int MaxDepth = 64;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly FileFindings _findings;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;
    private bool _brokenText;

    private ConfigParser(ReadOnlyMemory<byte> bytes, FileFindings findings)
    {
        _bytes = bytes;
        _findings = findings;
        _reader = new Utf8JsonReader(bytes.Span, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>The root object, or null.</summary>
    public static ConfigNode? Parse(ReadOnlyMemory<byte> bytes, FileFindings findings)
    {
        if (bytes.Span.StartsWith("\uFEFF"u8))
        {
            bytes = bytes[3..];
        }

        if (!Utf8.IsValid(bytes.Span))
        {
            findings.Add(LineOfBadByte(bytes.Span), "$", null, "the file is not UTF-8 text", "save it as UTF-8");
            return null;
        }

        var parser = new ConfigParser(bytes, findings);
        try
        {
            parser._reader.Read();
            var root = parser.Value("$");
            parser._reader.Read();
            if (root.Kind != JsonValueKind.Object)
            {
                findings.Add(root, null, "the file is not a JSON object", "begin with { and end with }");
            }
            else if (!parser._brokenText)
            {
                return root;
            }
        }
        catch (JsonException broken)
        {
            string problem = broken.Message.Split(" LineNumber:", 2)[0].Split(" Path:", 2)[0];
            findings.Add((int)(broken.LineNumber ?? 0) + 1, "$", null, $"broken JSON: {problem}", "correct the JSON here; comments, trailing commas and more than 64 levels are not allowed");
        }

        return null;
    }

    private ConfigNode Value(string path)
    {
        int start = (int)_reader.TokenStartIndex;
        int line = LineAt(start);
        ConfigNode node;
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                node = new ConfigNode(path, line, JsonValueKind.Object);
                Members(node);
                break;
            case JsonTokenType.StartArray:
                node = new ConfigNode(path, line, JsonValueKind.Array);
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    node.Items.Add(Value(string.Create(CultureInfo.InvariantCulture, $"{path}[{node.Items.Count}]")));
                }

                break;
            case JsonTokenType.String:
                node = new ConfigNode(path, line, JsonValueKind.String) { Text = Text(path, line) };
                break;
            case JsonTokenType.Number:
                node = new ConfigNode(path, line, JsonValueKind.Number) { Text = System.Text.Encoding.ASCII.GetString(_reader.ValueSpan) };
                break;
            default:
                node = new ConfigNode(path, line, _reader.TokenType switch
                {
                    JsonTokenType.True => JsonValueKind.True,
                    JsonTokenType.False => JsonValueKind.False,
                    _ => JsonValueKind.Null,
                });
                break;
        }

        node.Source = _bytes[start..(int)_reader.BytesConsumed];
        return node;
    }

    private void Members(ConfigNode node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            int line = LineAt((int)_reader.TokenStartIndex);
            string key = Text(node.Path, line);
            string path = node.Path + (IsPlain(key) ? "." + key : $"['{key}']");
            _reader.Read();
            var value = Value(path);
            if (seen.Add(key))
            {
                node.Properties.Add((key, value));
            }
            else
            {
                _findings.Add(line, path, null, $"the key \"{key}\" stands twice in one object", "keep one of them");
            }
        }
    }

    private string Text(string path, int line)
    {
        string? text = null;
        try
        {
            text = _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // The kinds would meet the same exception in their JsonElement, so the file counts as unreadable.
            _brokenText = true;
            _findings.Add(line, path, null, "the text has half of a surrogate pair", "write the whole character");
        }

        if (text is not null && text.AsSpan().ContainsAnyInRange('\0', '\u0008'))
        {
            _findings.Add(line, path, null, "the text has a control character", "remove it");
        }

        return text ?? "";
    }

    private int LineAt(int position)
    {
        _line += _bytes.Span[_counted..position].Count((byte)'\n');
        _counted = position;
        return _line;
    }

    private static bool IsPlain(string key) => key.Length > 0 && key.All(c => char.IsLetterOrDigit(c) || c is '_' or '$');

    private static int LineOfBadByte(ReadOnlySpan<byte> bytes)
    {
        int good = 0;
        while (good < bytes.Length && System.Text.Rune.DecodeFromUtf8(bytes[good..], out _, out int used) == System.Buffers.OperationStatus.Done)
        {
            good += used;
        }

        return bytes[..good].Count((byte)'\n') + 1;
    }
}
