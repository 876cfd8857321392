using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>Knows where in a document the reader is, as far as the way to the records goes.</summary>
internal sealed class Envelope
{
    private readonly JsonPath _path;
    private readonly byte[][] _parts;
    private readonly HashSet<string>[] _names;
    private int _matched;
    private bool _awaited;
    private bool _found;
    private bool _inRecords;

    public Envelope(JsonPath path)
    {
        _path = path;
        _parts = [.. path.Parts.Select(System.Text.Encoding.UTF8.GetBytes)];
        _names = [.. path.Parts.Select(_ => new HashSet<string>(StringComparer.Ordinal))];
    }

    /// <summary>Documents begun so far.</summary>
    public int Documents { get; private set; }

    /// <summary>A document has begun and not ended.</summary>
    public bool InDocument { get; private set; }

    /// <summary>Takes the token the reader stands on. True: it is the first token of a record.</summary>
    public bool Take(ref Utf8JsonReader json)
    {
        if (_inRecords)
        {
            if (json.TokenType != JsonTokenType.EndArray || json.CurrentDepth != _parts.Length)
            {
                return true;
            }

            _inRecords = false;
        }
        else if (!InDocument)
        {
            Begin(ref json);
        }
        else if (_awaited)
        {
            Enter(ref json);
        }
        else if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == _matched + 1 && _matched < _parts.Length)
        {
            Name(ref json);
        }
        else if (json.TokenType == JsonTokenType.EndObject && _matched > 0 && json.CurrentDepth == _matched)
        {
            _matched--;
        }

        if (json.CurrentDepth == 0 && json.TokenType is not (JsonTokenType.StartArray or JsonTokenType.StartObject))
        {
            End();
        }

        return false;
    }

    private void Begin(ref Utf8JsonReader json)
    {
        Documents++;
        InDocument = true;
        _found = _inRecords = _parts.Length == 0 && json.TokenType == JsonTokenType.StartArray;
        _matched = 0;
        _awaited = false;
        foreach (var names in _names)
        {
            names.Clear();
        }
    }

    private void Name(ref Utf8JsonReader json)
    {
        string name;
        try
        {
            name = json.GetString()!;
        }
        catch (InvalidOperationException invalid)
        {
            throw new ConnectorException(FailureKind.Payload, "JSON文档的名称不是有效的UTF-8文本", invalid);
        }

        if (!_names[_matched].Add(name))
        {
            throw new ConnectorException(FailureKind.Payload, "JSON文档的外层有重复的名称");
        }

        _awaited = json.ValueTextEquals(_parts[_matched]);
    }

    /// <summary>The value of a name on the path begins.</summary>
    private void Enter(ref Utf8JsonReader json)
    {
        _awaited = false;
        bool last = _matched == _parts.Length - 1;
        if (json.TokenType != (last ? JsonTokenType.StartArray : JsonTokenType.StartObject))
        {
            throw new ConnectorException(FailureKind.Payload, $"JSON文档在 {_path.Text} 处没有记录列表：{_path.Parts[_matched]} 不是{(last ? "列表" : "对象")}。请核对文件或接入配置的records");
        }

        if (last)
        {
            _found = _inRecords = true;
        }
        else
        {
            _matched++;
            _names[_matched].Clear();
        }
    }

    private void End()
    {
        InDocument = false;
        if (!_found)
        {
            throw NotThere();
        }
    }

    private ConnectorException NotThere() => new(FailureKind.Payload, $"JSON文档在 {_path.Text} 处没有记录列表"
        + (ShownNames.Of(Array.FindLast(_names, level => level.Count > 0) ?? []) is { Length: > 0 } names ? $"，该处的名称是 {names}" : "") + "。请核对文件或接入配置的records");
}
