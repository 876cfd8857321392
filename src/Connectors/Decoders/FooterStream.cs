using CreditHub.Connectors.Streams;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Withholds the last lines of a text that are not blank, together with what blank lines follow them. Holds no more than those lines and a block; a text whose lines
/// are longer than records may be passes as it is.
/// </summary>
internal sealed class FooterStream(Stream input, int lines) : ForwardStream
{
    private const int Block = 64 << 10;
    private byte[] _bytes = new byte[2 * Block];
    private int _start;
    private int _free;
    private int _end;
    private bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (lines == 0)
        {
            return await input.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        while (_free == _start && !_ended)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            _free = _end - _start > 2 * RecordLimits.Record && !_ended ? _end : _start + Withheld(_bytes.AsSpan(_start, _end - _start));
        }

        int count = Math.Min(buffer.Length, _free - _start);
        _bytes.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
        _end -= _start;
        _start = _free = 0;
        if (_bytes.Length - _end < Block)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        int read = await input.ReadAsync(_bytes.AsMemory(_end), ct).ConfigureAwait(false);
        _ended = read == 0;
        _end += read;
    }

    /// <summary>Where the withheld lines begin, or 0 when there may be no more than those.</summary>
    private int Withheld(ReadOnlySpan<byte> text)
    {
        int found = 0;
        for (int end = text.Length; end > 0;)
        {
            int start = text[..end].LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
            if (!text[start..end].Trim(" \t"u8).IsEmpty && ++found == lines)
            {
                return start;
            }

            end = start - 1;
        }

        return 0;
    }
}
