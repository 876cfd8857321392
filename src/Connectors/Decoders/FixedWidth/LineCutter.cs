using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.FixedWidth;

/// <summary>Cuts one line into its columns. Works on the line's own bytes; texts become UTF-8, what cannot be decoded U+FFFF.</summary>
internal sealed class LineCutter(FixedWidthSettings settings, Encoding encoding)
{
    private readonly Encoding _strict = CodePagesEncodingProvider.Instance.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, new NoncharacterFallback('\uFFFF'))
        ?? Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ReplacementFallback, new NoncharacterFallback('\uFFFF'));

    private readonly (int From, int To)[] _cuts = new (int, int)[settings.Columns.Count];
    private string? _fault;

    /// <summary>Finds the columns; why the line is no record, in Chinese, or null.</summary>
    public string? Cut(ReadOnlySpan<byte> line)
    {
        int at = 0, unit = 0;
        _fault = null;
        for (int i = 0; i < _cuts.Length && _fault is null; i++)
        {
            var column = settings.Columns[i];
            int from = Walk(line, ref at, ref unit, column.Start - 1);
            int between = i == 0 ? 0 : _cuts[i - 1].To;
            int to = Walk(line, ref at, ref unit, column.End);
            _cuts[i] = (from, to);
            _fault = from < 0 || to < 0 ? $"“{column.Name}”的边界落在一个字符中间，可能错列"
                : !IsBlank(line[between..from]) ? $"“{column.Name}”之前有不属于任何列的内容，可能错列" : null;
        }

        return _fault ??= unit < settings.Columns[^1].Start - 1 ? "本行长度不足，后面的列缺失"
            : !IsBlank(line[_cuts[^1].To..]) ? "最后一列之后还有内容，可能错列" : null;
    }

    /// <summary>Adds the columns found by <see cref="Cut"/>, or the text of a faulty line.</summary>
    public void CopyTo(RawRecord record, ReadOnlySpan<byte> line)
    {
        if (record.Fault is not null)
        {
            record.Add(Text(line[..Math.Min(line.Length, RecordLimits.FaultText / 2)]));
            return;
        }

        foreach (var (from, to) in _cuts)
        {
            record.Add(Text(line[from..to]));
        }
    }

    /// <summary>As UTF-8.</summary>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) => encoding is UTF8Encoding ? bytes : Encoding.UTF8.GetBytes(_strict.GetString(bytes));

    private static bool IsBlank(ReadOnlySpan<byte> text) => text.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0;

    /// <summary>Goes on to a place of the line, in units; -1 when it lies within a character. The end of a shorter line is as far as it goes.</summary>
    private int Walk(ReadOnlySpan<byte> line, ref int at, ref int unit, int target)
    {
        while (unit < target && at < line.Length)
        {
            int length = Math.Min(CharacterLength(line[at..]), line.Length - at);
            at += length;
            unit += settings.InBytes ? length : 1;
        }

        return unit > target ? -1 : at;
    }

    /// <summary>Bytes of the first character; a broken one counts as one byte.</summary>
    private int CharacterLength(ReadOnlySpan<byte> text)
    {
        if (text[0] < 0x80)
        {
            return 1;
        }

        if (encoding is UTF8Encoding)
        {
            Rune.DecodeFromUtf8(text, out _, out int consumed);
            return consumed;
        }

        // GB18030: the second byte of a character of four is a digit
        return text[0] is 0x80 or 0xFF || text.Length < 2 ? 1 : text[1] is >= 0x30 and <= 0x39 ? 4 : text[1] is >= 0x40 and not 0x7F and not 0xFF ? 2 : 1;
    }
}
