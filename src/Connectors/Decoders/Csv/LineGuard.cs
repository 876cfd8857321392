using CreditHub.Connectors.Streams;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>
/// Stands before the CSV reader and lets through only lines whose quotes are right, so that one bad quote never swallows its neighbours. Lines without quotes
/// pass in bulk. A line that ends inside a quoted field is joined with the next ones only if together they are exactly one record and none of them looks like a
/// record of its own. Any other line is taken out and kept as a <see cref="FaultyLine"/>; a place-holder record of one byte stands in its place, so that order and
/// line numbers stay right.
/// </summary>
internal sealed class LineGuard(Stream input, LineBuffer lines, byte separator, byte? quote, int columns) : ForwardStream
{
    private static readonly byte[] PlaceHolder = "#\n"u8.ToArray();
    private readonly Queue<FaultyLine> _faults = new();
    private readonly QuoteScan _scan = new(separator, quote ?? 0);
    private ReadOnlyMemory<byte> _out;
    private int _consumeAfter;
    private long _offset;

    /// <summary>The faulty line whose place-holder begins at this offset of the guarded stream, if there is one.</summary>
    public bool TryTake(long offset, out FaultyLine line)
    {
        if (_faults.TryPeek(out line) && line.Offset == offset)
        {
            _faults.Dequeue();
            return true;
        }

        return false;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_out.IsEmpty)
        {
            lines.Consume(_consumeAfter);
            _consumeAfter = 0;
            if (!await ScheduleAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }
        }

        int count = Math.Min(buffer.Length, _out.Length);
        _out[..count].CopyTo(buffer);
        _out = _out[count..];
        return count;
    }

    private async ValueTask<bool> ScheduleAsync(CancellationToken ct)
    {
        int whole;
        while ((whole = lines.WholeLines(lines.Available.Span)) == 0)
        {
            if (lines.Available.Length > RecordLimits.Record)
            {
                await DropEndlessLineAsync(ct).ConfigureAwait(false);
                return true;
            }

            if (!await lines.FillAsync(ct).ConfigureAwait(false) && lines.Available.IsEmpty)
            {
                return false;
            }
        }

        int good = GoodLines(lines.Available.Span, whole);
        if (good > 0)
        {
            Pass(good);
            return true;
        }

        await JoinOrTakeOutAsync(ct).ConfigureAwait(false);
        return true;
    }

    private void Pass(int count)
    {
        _out = lines.Available[..count];
        _consumeAfter = count;
        _offset += count;
    }

    /// <summary>Length of the leading lines that may pass as they are.</summary>
    private int GoodLines(ReadOnlySpan<byte> text, int whole)
    {
        int limit = IsCut ? text[..whole].LastIndexOfAny((byte)'\r', (byte)'\n') + 1 : whole;
        int position = 0;
        while (quote is { } mark && position < limit)
        {
            int next = text[position..limit].IndexOf(mark);
            if (next < 0)
            {
                return limit;
            }

            position += text.Slice(position, next).LastIndexOfAny((byte)'\r', (byte)'\n') + 1;
            var (end, following) = lines.LineEnd(text[position..]);
            int separators = 0;
            if (_scan.Walk(text.Slice(position, end), false, ref separators) != QuoteState.Closed)
            {
                return position;
            }

            position += following;
        }

        return limit;
    }

    /// <summary>The last line lacks its end and the last character is cut: it is not to be trusted.</summary>
    private bool IsCut => lines.Ended && input is Utf8Transcoder { CutInCharacter: true };

    private async ValueTask JoinOrTakeOutAsync(CancellationToken ct)
    {
        var join = TryJoin(lines.Available.Span);
        while (join.Length == 0 && join.NeedsMore)
        {
            await lines.FillAsync(ct).ConfigureAwait(false);
            join = TryJoin(lines.Available.Span);
        }

        if (join.Length > 0)
        {
            Pass(join.Length);
            return;
        }

        var (end, next) = lines.LineEnd(lines.Available.Span);
        bool cut = IsCut && next == lines.Available.Length;
        TakeOut(lines.Available.Span[..end], cut ? "文件在一个字符中间结束，最后一行不完整" : "引号不成对或位置不对", next);
    }

    private (int Length, bool NeedsMore) TryJoin(ReadOnlySpan<byte> text)
    {
        int separators = 0, position = 0;
        for (int line = 0; line <= CsvLimits.JoinedLines && position <= CsvLimits.JoinedBytes; line++)
        {
            var (end, next) = position < text.Length || lines.Ended ? lines.LineEnd(text[position..]) : (-1, -1);
            if (end < 0)
            {
                return (0, text.Length <= CsvLimits.JoinedBytes);
            }

            if (line > 0 && (position == text.Length || LooksWhole(text.Slice(position, end))))
            {
                return (0, false);
            }

            var state = _scan.Walk(text.Slice(position, end), line > 0, ref separators);
            position += next;
            if (state != QuoteState.Open)
            {
                bool cut = IsCut && position == text.Length;
                return (state == QuoteState.Closed && separators + 1 == columns && !cut ? position : 0, false);
            }
        }

        return (0, false);
    }

    private bool LooksWhole(ReadOnlySpan<byte> line)
    {
        int separators = 0;
        return _scan.Walk(line, false, ref separators) == QuoteState.Closed && separators + 1 == columns;
    }

    private void TakeOut(ReadOnlySpan<byte> text, string fault, int consume)
    {
        _faults.Enqueue(new FaultyLine(_offset, fault, text[..Math.Min(text.Length, RecordLimits.FaultText)].ToArray()));
        _out = PlaceHolder;
        _offset += PlaceHolder.Length;
        _consumeAfter = consume;
    }

    /// <summary>A line beyond the record limit: its beginning is kept as evidence, the rest is passed over without being held.</summary>
    private async ValueTask DropEndlessLineAsync(CancellationToken ct)
    {
        TakeOut(lines.Available.Span[..RecordLimits.FaultText], "一行超过4 MiB", 0);
        while (true)
        {
            var (end, next) = lines.LineEnd(lines.Available.Span);
            if (end >= 0)
            {
                _consumeAfter = next;
                return;
            }

            int keep = lines.Available.Span is [.., (byte)'\r'] ? 1 : 0;
            lines.Consume(lines.Available.Length - keep);
            await lines.FillAsync(ct).ConfigureAwait(false);
        }
    }
}
