using CreditHub.Connectors.Streams;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>
/// Puts one byte in the place of a separator of several characters, so that everything behind it reads a file with a separator of one. A text that holds this byte
/// itself, which no honest file does, gets U+FFFF for it and is refused by rule.
/// </summary>
internal sealed class SeparatorStream(Stream input, byte[] separator) : ForwardStream
{
    /// <summary>Unit separator (U+001F).</summary>
    public const char Mark = '\u001F';

    private static readonly byte[] Noncharacter = [0xEF, 0xBF, 0xBF];
    private readonly byte[] _in = new byte[32 << 10];
    private readonly byte[] _out = new byte[(32 << 10) * 3];
    private int _kept;
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The text with each mark as the separator it stands for.</summary>
    public static byte[] Restore(ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator)
    {
        var restored = new List<byte>(text.Length + 16);
        foreach (byte value in text)
        {
            if (value == Mark)
            {
                restored.AddRange(separator);
            }
            else
            {
                restored.Add(value);
            }
        }

        return [.. restored];
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_start == _end && !_ended)
        {
            int read = await input.ReadAsync(_in.AsMemory(_kept), cancellationToken).ConfigureAwait(false);
            _ended = read == 0;
            Shape(_kept + read);
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _out.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    /// <summary>Bytes at the end that may be the beginning of a separator wait for the next block.</summary>
    private void Shape(int length)
    {
        _start = _end = 0;
        int at = 0, last = _ended ? length : length - separator.Length + 1;
        while (at < last)
        {
            var text = _in.AsSpan(at, length - at);
            if (text.StartsWith(separator))
            {
                _out[_end++] = (byte)Mark;
                at += separator.Length;
            }
            else if (text[0] == Mark)
            {
                Noncharacter.CopyTo(_out, _end);
                _end += Noncharacter.Length;
                at++;
            }
            else
            {
                _out[_end++] = text[0];
                at++;
            }
        }

        _kept = length - at;
        _in.AsSpan(at, _kept).CopyTo(_in);
    }
}
