namespace CreditHub.Connectors.Decoders;

/// <summary>Lines of a UTF-8 stream in a buffer that grows only as far as one record may. CR, LF and CR LF end a line.</summary>
internal sealed class LineBuffer(Stream input)
{
    private byte[] _bytes = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>All that will come has come.</summary>
    public bool Ended { get; private set; }

    /// <summary>Bytes read and not yet consumed.</summary>
    public ReadOnlyMemory<byte> Available => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Forgets the first <paramref name="count"/> bytes.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Reads more; false at the end of the input. What <see cref="Available"/> gave before is void.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken ct)
    {
        if (Ended)
        {
            return false;
        }

        if (_start > 0)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        int read = await input.ReadAsync(_bytes.AsMemory(_end), ct).ConfigureAwait(false);
        Ended = read == 0;
        _end += read;
        return read > 0;
    }

    /// <summary>End of the first line of <paramref name="text"/> and start of the next; -1 when the line may go on in bytes still to come.</summary>
    public (int End, int Next) LineEnd(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        if (end < 0)
        {
            return Ended ? (text.Length, text.Length) : (-1, -1);
        }

        if (text[end] == '\n')
        {
            return (end, end + 1);
        }

        return end + 1 < text.Length
            ? (end, text[end + 1] == '\n' ? end + 2 : end + 1)
            : Ended ? (end, end + 1) : (-1, -1);
    }

    /// <summary>Length of the part of <paramref name="text"/> that is whole lines.</summary>
    public int WholeLines(ReadOnlySpan<byte> text)
    {
        if (Ended)
        {
            return text.Length;
        }

        int last = text.LastIndexOfAny((byte)'\r', (byte)'\n');
        if (last == text.Length - 1 && last >= 0 && text[last] == '\r')
        {
            // the LF of this CR may be the next byte
            last = text[..last].LastIndexOfAny((byte)'\r', (byte)'\n');
        }

        return last + 1;
    }
}
