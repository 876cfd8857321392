namespace CreditHub.Connectors.Decoders;

/// <summary>The lines of a UTF-8 text that are not blank, one at a time. CR, LF and CR LF end a line. Memory is bounded by the record limit.</summary>
internal sealed class LineReader(LineBuffer lines)
{
    private int _consume;

    /// <summary>Without its end. Of an endless line the beginning. Valid until the next move.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Physical lines read so far, blank ones included.</summary>
    public int Number { get; private set; }

    /// <summary>The line is longer than a record may be.</summary>
    public bool Endless { get; private set; }

    /// <summary>False when there is none left.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            lines.Consume(_consume);
            _consume = 0;
            Endless = false;
            if (lines.Available.IsEmpty && !await lines.FillAsync(ct).ConfigureAwait(false))
            {
                return false;
            }

            (int end, _consume) = await EndAsync(ct).ConfigureAwait(false);
            Number++;
            if (Endless)
            {
                return true;
            }

            Line = lines.Available[..end];
            if (!Line.Span.Trim(" \t"u8).IsEmpty)
            {
                return true;
            }
        }
    }

    private async ValueTask<(int End, int Next)> EndAsync(CancellationToken ct)
    {
        while (true)
        {
            var (end, next) = lines.LineEnd(lines.Available.Span);
            if (end >= 0)
            {
                return (end, next);
            }

            if (lines.Available.Length > RecordLimits.Record)
            {
                return await PassAsync(ct).ConfigureAwait(false);
            }

            await lines.FillAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps the beginning of an endless line and passes over the rest without holding it.</summary>
    private async ValueTask<(int End, int Next)> PassAsync(CancellationToken ct)
    {
        Endless = true;
        Line = lines.Available[..RecordLimits.FaultText].ToArray();
        while (true)
        {
            int keep = lines.Available.Span is [.., (byte)'\r'] ? 1 : 0;
            lines.Consume(lines.Available.Length - keep);
            await lines.FillAsync(ct).ConfigureAwait(false);
            var (end, next) = lines.LineEnd(lines.Available.Span);
            if (end >= 0)
            {
                return (end, next);
            }
        }
    }
}
