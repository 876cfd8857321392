using System.Text.Json;
using System.Text.Unicode;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Makes one flat record of one JSON object: names of nested objects joined by a dot, numbers as written, true/false, null as absent, arrays of plain values
/// joined by a semicolon, other arrays as their JSON text. Strict: a name given twice, or text that is no Unicode, makes the record faulty.
/// </summary>
internal sealed class RecordFlattener(ColumnTable columns)
{
    private const int MaxDepth = 64;
    private const int MaxField = 1 << 20;
    private byte[] _text = new byte[4096];
    private byte[] _name = new byte[256];
    private int[] _starts = new int[64];
    private int[] _lengths = new int[64];
    private int[] _seenIn = new int[64];
    private int _used;
    private int _nameLength;
    private int _record;

    /// <summary>Why the element is no record, in Chinese, or null. Values are then ready for <see cref="CopyTo"/>.</summary>
    public string? Read(ReadOnlySpan<byte> element)
    {
        columns.Rewind();
        _record++;
        _used = 0;
        _nameLength = 0;
        Array.Clear(_lengths);
        if (!Utf8.IsValid(element))
        {
            return "含有无法按UTF-8解读的字符";
        }

        var json = new Utf8JsonReader(element, new JsonReaderOptions { MaxDepth = MaxDepth });
        json.Read();
        try
        {
            return json.TokenType == JsonTokenType.StartObject ? ReadObject(ref json) : "列表中的元素不是对象";
        }
        catch (InvalidOperationException)
        {
            // half of an escaped surrogate pair: the only thing a reader over valid UTF-8 cannot turn into text
            return "含有不成对的Unicode转义";
        }
    }

    /// <summary>The same for bytes that may be anything: what is no single whole JSON document is a fault too.</summary>
    public string? ReadOne(ReadOnlySpan<byte> text)
    {
        var json = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (json.Read())
            {
            }
        }
        catch (JsonException)
        {
            return Utf8.IsValid(text) ? "不是完整的JSON对象" : "含有无法按UTF-8解读的字符";
        }

        return Read(text);
    }

    /// <summary>Adds all columns in order; those the record lacks stay empty.</summary>
    public void CopyTo(RawRecord record)
    {
        for (int i = 0; i < columns.Names.Count; i++)
        {
            record.Add(i < _lengths.Length ? _text.AsSpan(_starts[i], _lengths[i]) : default);
        }
    }

    private string? ReadObject(ref Utf8JsonReader json)
    {
        int outer = _nameLength;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            Append(ref json, outer);
            int place = columns.Place(_name.AsSpan(0, _nameLength));
            if (place < 0)
            {
                return $"字段超过{ColumnTable.MaxColumns}个";
            }

            Grow(ref _seenIn, place);
            if (_seenIn[place] == _record)
            {
                return "同一名称出现两次";
            }

            _seenIn[place] = _record;
            json.Read();
            if ((json.TokenType == JsonTokenType.StartObject ? ReadObject(ref json) : ReadValue(ref json, place)) is { } fault)
            {
                return fault;
            }
        }

        _nameLength = outer;
        return null;
    }

    private void Append(ref Utf8JsonReader json, int outer)
    {
        int needed = outer + 1 + json.ValueSpan.Length;
        if (_name.Length < needed)
        {
            Array.Resize(ref _name, needed * 2);
        }

        _nameLength = outer;
        if (outer > 0)
        {
            _name[_nameLength++] = (byte)'.';
        }

        _nameLength += json.CopyString(_name.AsSpan(_nameLength));
    }

    private string? ReadValue(ref Utf8JsonReader json, int place)
    {
        int column = columns.Column(place);
        if (column < 0)
        {
            return $"字段超过{ColumnTable.MaxColumns}个";
        }

        Grow(ref _starts, column);
        Grow(ref _lengths, column);
        _starts[column] = _used;
        if (json.TokenType == JsonTokenType.StartArray)
        {
            ReadArray(ref json);
        }
        else
        {
            Write(ref json);
        }

        _lengths[column] = _used - _starts[column];
        return _lengths[column] > MaxField ? "有字段超过1 MiB" : null;
    }

    private void ReadArray(ref Utf8JsonReader json)
    {
        var start = json;
        int from = _used;
        bool first = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                json = start;
                _used = from;
                WriteRaw(ref json);
                return;
            }

            if (json.TokenType == JsonTokenType.Null)
            {
                continue;
            }

            if (!first)
            {
                Room(1);
                _text[_used++] = (byte)';';
            }

            first = false;
            Write(ref json);
        }
    }

    /// <summary>The JSON text of the array the reader stands on, without white space around its tokens.</summary>
    private void WriteRaw(ref Utf8JsonReader json)
    {
        using var array = JsonDocument.ParseValue(ref json);
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            array.RootElement.WriteTo(writer);
        }

        Room(buffer.WrittenCount);
        buffer.WrittenSpan.CopyTo(_text.AsSpan(_used));
        _used += buffer.WrittenCount;
    }

    private void Write(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return;
        }

        Room(json.ValueSpan.Length);
        if (json.TokenType == JsonTokenType.String)
        {
            _used += json.CopyString(_text.AsSpan(_used));
            return;
        }

        json.ValueSpan.CopyTo(_text.AsSpan(_used));
        _used += json.ValueSpan.Length;
    }

    private void Room(int bytes)
    {
        if (_text.Length - _used < bytes)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _used + bytes));
        }
    }

    private static void Grow(ref int[] values, int index)
    {
        if (index >= values.Length)
        {
            Array.Resize(ref values, Math.Max(values.Length * 2, index + 1));
        }
    }
}
