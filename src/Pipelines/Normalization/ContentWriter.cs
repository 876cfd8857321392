using System.Buffers;
using CreditHub.Pipelines.Catalog.Plans;

namespace CreditHub.Pipelines.Normalization;

/// <summary>
/// Writes values as one JSON object in UTF-8: catalog codes in catalog order, absent values left out, all values as strings, escaped only where JSON
/// must. Equal values give equal bytes. The result is valid until the next call.
/// </summary>
internal sealed class ContentWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(i => (byte)i)]);

    private byte[] _buffer = new byte[4096];
    private int _end;

    /// <summary>Writes all filled fields.</summary>
    public ReadOnlyMemory<byte> Write(DatasetPlanField[] fields, RecordValues values)
    {
        _end = 0;
        Append("{"u8);

        // One look over all values together is cheaper than one at each, and hardly any record needs an escape.
        bool plain = values.Written.IndexOfAny(Escaped) < 0;
        for (int i = 0; i < fields.Length; i++)
        {
            if (values.IsFilled(i))
            {
                WriteField(fields[i].JsonName, values[i], plain);
            }
        }

        Append("}"u8);
        return _buffer.AsMemory(0, _end);
    }

    private void WriteField(byte[] name, ReadOnlySpan<byte> value, bool plain)
    {
        int comma = _end == 1 ? 1 : 0;
        Reserve(name.Length + value.Length + 1);
        var room = _buffer.AsSpan(_end);
        name.AsSpan(comma).CopyTo(room);
        _end += name.Length - comma;
        if (plain)
        {
            room = room[(name.Length - comma)..];
            value.CopyTo(room);
            room[value.Length] = (byte)'"';
            _end += value.Length + 1;
            return;
        }

        AppendText(value);
        Append("\""u8);
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        int at;
        while ((at = text.IndexOfAny(Escaped)) >= 0)
        {
            Append(text[..at]);
            AppendEscape(text[at]);
            text = text[(at + 1)..];
        }

        Append(text);
    }

    private void AppendEscape(byte unit)
    {
        switch (unit)
        {
            case (byte)'"': Append("\\\""u8); break;
            case (byte)'\\': Append("\\\\"u8); break;
            case (byte)'\n': Append("\\n"u8); break;
            default:
                Append("\\u00"u8);
                Append([Hex(unit >> 4), Hex(unit & 15)]);
                break;
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];

    private void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(_end));
        _end += bytes.Length;
    }

    private void Reserve(int length)
    {
        if (_buffer.Length - _end < length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _end + length));
        }
    }
}
