using System.Text;
using CreditHub.Pipelines.Model;
using CsvHelper;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>
/// The header: column names, from its line or from config, and, if it was to be found, the separator. <paramref name="Lines"/>: physical lines up to and with the header.
/// <paramref name="Named"/>: columns that have a name; spreadsheets hang empty ones behind them, which get a name for people and may hold nothing.
/// </summary>
internal sealed record CsvHeader(IReadOnlyList<string> Columns, byte Separator, int Lines, int Named)
{
    private static readonly byte[] Candidates = ",;\t|"u8.ToArray();

    /// <summary>Errors: <see cref="ConnectorException"/> of kind Payload.</summary>
    public static async Task<CsvHeader> ReadAsync(LineBuffer lines, CsvSettings settings, CancellationToken ct)
    {
        int passed = 0;
        while (true)
        {
            var (end, next) = await LineAsync(lines, 0, ct).ConfigureAwait(false);
            if (end == 0 && next == 0)
            {
                return settings.Columns.Count > 0 && passed > 0
                    ? new CsvHeader(settings.Columns, (byte)(settings.Separator ?? ','), passed, settings.Columns.Count)
                    : throw Fault(passed == 0 ? "文件为空（0字节）：没有表头，也没有数据" : "文件中没有表头");
            }

            passed++;
            if (passed > settings.SkipLines && !IsBlank(lines.Available.Span[..end]))
            {
                break;
            }

            lines.Consume(next);
        }

        if (settings.Columns.Count > 0)
        {
            // the line stays: it is the first record
            var (end, _) = await LineAsync(lines, 0, ct).ConfigureAwait(false);
            byte separator = settings.Separator is { } written ? (byte)written : Detect(lines.Available.Span[..end], (byte)(settings.Quote ?? '\0'));
            return new CsvHeader(settings.Columns, separator, passed - 1, settings.Columns.Count);
        }

        return await ParseAsync(lines, settings, passed, ct).ConfigureAwait(false);
    }

    public static ConnectorException Fault(string reason) => new(FailureKind.Payload, reason);

    private static async Task<CsvHeader> ParseAsync(LineBuffer lines, CsvSettings settings, int passed, CancellationToken ct)
    {
        var (end, next) = await LineAsync(lines, 0, ct).ConfigureAwait(false);
        byte quote = (byte)(settings.Quote ?? '\0');
        byte separator = settings.Separator is { } written ? (byte)written : Detect(lines.Available.Span[..end], quote);
        if (settings.Quote is not null)
        {
            var scan = new QuoteScan(separator, quote);
            int separators = 0;
            var state = scan.Walk(lines.Available.Span[..end], false, ref separators);
            for (int joined = 0; state == QuoteState.Open && joined < CsvLimits.JoinedLines; joined++)
            {
                int start = next;
                (end, next) = await LineAsync(lines, start, ct).ConfigureAwait(false);
                state = scan.Walk(lines.Available.Span[start..end], true, ref separators);
                passed++;
            }

            if (state != QuoteState.Closed)
            {
                throw Fault("表头的引号不成对或位置不对");
            }
        }

        var columns = Names(lines.Available[..end].ToArray(), settings, separator);
        int named = HeaderNames.Complete(columns, gaps: false);
        lines.Consume(next);
        return new CsvHeader(columns, separator, passed, named);
    }

    /// <summary>Positions within the available bytes.</summary>
    private static async ValueTask<(int End, int Next)> LineAsync(LineBuffer lines, int start, CancellationToken ct)
    {
        while (true)
        {
            var (end, next) = lines.LineEnd(lines.Available.Span[start..]);
            if (end >= 0)
            {
                return (start + end, start + next);
            }

            if (lines.Available.Length > RecordLimits.Record)
            {
                throw Fault("表头一行超过4 MiB，这不是一份文本表");
            }

            await lines.FillAsync(ct).ConfigureAwait(false);
        }
    }

    private static List<string> Names(byte[] header, CsvSettings settings, byte separator)
    {
        using var csv = CsvReader.Create(header, CsvOptions.For(separator, settings.Quote));
        if (!csv.Read())
        {
            throw Fault("文件中没有表头");
        }

        HeaderNames.Limit(csv.FieldCount);
        var names = new List<string>(csv.FieldCount);
        for (int i = 0; i < csv.FieldCount; i++)
        {
            names.Add(Encoding.UTF8.GetString(csv.GetSpan(i)).Trim());
        }

        return names;
    }

    private static byte Detect(ReadOnlySpan<byte> line, byte quote)
    {
        Span<int> counts = stackalloc int[Candidates.Length];
        bool quoted = false;
        foreach (byte value in line)
        {
            quoted ^= quote != 0 && value == quote;
            int candidate = quoted ? -1 : Candidates.AsSpan().IndexOf(value);
            if (candidate >= 0)
            {
                counts[candidate]++;
            }
        }

        int best = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return Candidates[best];
    }

    /// <summary>A spreadsheet writes an empty row as separators.</summary>
    private static bool IsBlank(ReadOnlySpan<byte> line) => line.Trim(" \t,;|"u8).IsEmpty;
}
