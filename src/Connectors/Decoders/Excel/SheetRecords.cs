using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>Makes records of a sheet's rows, in one reused instance.</summary>
internal sealed class SheetRecords(SheetRows rows, SheetHeader header, ExcelSettings settings)
{
    /// <summary>Half of a surrogate pair becomes U+FFFF, which is refused by rule, never U+FFFD, which occurs in real text.</summary>
    private static readonly Encoding Strict = Encoding.GetEncoding(Encoding.UTF8.CodePage, new EncoderReplacementFallback("\uFFFF"), DecoderFallback.ReplacementFallback);

    private int _line;

    /// <summary>Valid until the next move.</summary>
    public RawRecord Record { get; } = new();

    /// <summary>False when the data is over.</summary>
    public bool Next()
    {
        while (rows.Next())
        {
            var first = rows.First();
            if (first.IsEmpty || rows.IsCaption() || Begins(first, settings.NotePrefixes))
            {
                continue;
            }

            if (Begins(first, settings.FooterPrefixes))
            {
                return false;
            }

            Fill(Fault());
            return true;
        }

        return false;
    }

    private static bool Begins(ReadOnlySpan<char> text, IReadOnlyList<string> prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private void Fill(string? fault)
    {
        Record.Reset(header.Columns, ++_line, rows.Row, fault);
        if (fault is not null)
        {
            string text = string.Join('\t', Enumerable.Range(0, rows.Width).Select(rows.Filled));
            Record.Add(Strict.GetBytes(text[..Math.Min(text.Length, RecordLimits.FaultText / 3)]));
            return;
        }

        for (int i = 0; i < rows.Width; i++)
        {
            string text = header.Named[i] ? rows.Filled(i) : "";
            Record.Commit(Strict.GetBytes(text, Record.Reserve(Strict.GetMaxByteCount(text.Length))));
        }
    }

    private string? Fault()
    {
        bool repeated = true;
        for (int i = 0; i < rows.Width; i++)
        {
            if (!header.Named[i] && !string.IsNullOrWhiteSpace(rows[i]))
            {
                return $"第{i + 1}列没有列名，却有内容，可能错列";
            }

            if (header.Named[i] && rows.DigitsLost(i))
            {
                return $"“{header.Columns[i]}”是超过15位的数字，电子表格只保存15位，后面的数字已经丢失：请将该列设为文本格式后重新填写";
            }

            repeated &= !header.Named[i] || rows.Filled(i).Trim() == header.Columns[i];
        }

        return repeated ? "重复的表头行" : null;
    }
}
