using System.IO.Compression;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>
/// Stands before the spreadsheet library: unpacks an .xlsx once, keeping nothing, and refuses what would take the machine (sizes, ratios, endless texts, which no
/// spreadsheet writes: a cell holds at most 32,767 characters). Also finds out whether the workbook counts its days from 1904.
/// </summary>
internal sealed class WorkbookGuard
{
    private const int MaxEntries = 2000;
    private const long MaxUnpacked = 1L << 30;
    private const int MaxRatio = 500;

    /// <summary>The library holds all shared texts in memory while it reads.</summary>
    private const long MaxSharedTexts = 96 << 20;

    /// <summary>Bytes from one <c>&lt;</c> to the next: the text of a cell, or the attributes of an element.</summary>
    private const int MaxText = RecordLimits.Field;

    /// <summary>Bytes of the block before that stand in front of the new one, so that no mark is missed between two blocks.</summary>
    private const int Tail = 8;

    /// <summary>Marks of formulas and of failed cells in a sheet.</summary>
    private static readonly byte[][] FormulaMarks = ["<f>"u8.ToArray(), "<f "u8.ToArray(), ":f>"u8.ToArray(), ":f "u8.ToArray(), "t=\"e\""u8.ToArray(), "t='e'"u8.ToArray()];

    private readonly byte[] _buffer = new byte[(128 << 10) + Tail];

    /// <summary>Days are counted from 1904 (old Macintosh workbooks), not from 1900.</summary>
    public bool CountsFrom1904 { get; private set; }

    /// <summary>Some sheet holds formulas or failed cells.</summary>
    public bool HasFormulas { get; private set; }

    /// <summary>Reads a seekable stream and leaves it at its start. Errors: <see cref="ConnectorException"/> of kind Payload.</summary>
    public async Task CheckAsync(Stream workbook, CancellationToken ct)
    {
        using var zip = ZipDirectory.Open(workbook, MaxEntries);
        if (zip.Entries.Any(entry => entry.FullName.EndsWith(".bin", StringComparison.OrdinalIgnoreCase) && entry.FullName.Contains("workbook", StringComparison.OrdinalIgnoreCase)))
        {
            throw Fault("是二进制工作簿（.xlsb），请另存为 .xlsx 后报送");
        }

        if (!zip.Entries.Any(entry => entry.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase)))
        {
            throw Fault("是压缩包而不是Excel工作簿，请报送 .xlsx 文件");
        }

        var budget = new UnpackBudget(MaxUnpacked, MaxRatio);
        foreach (var entry in zip.Entries)
        {
            if (await CheckAsync(entry, budget, ct).ConfigureAwait(false))
            {
                PartCheck.Read(entry.Open());
            }
        }

        workbook.Position = 0;
    }

    private static ConnectorException Fault(string reason) => new(FailureKind.Payload, reason);

    /// <summary>Whether the part is markup.</summary>
    private async Task<bool> CheckAsync(ZipArchiveEntry entry, UnpackBudget budget, CancellationToken ct)
    {
        await using var content = ZipDirectory.OpenEntry(entry, budget);
        bool shared = entry.Name.Contains("sharedStrings", StringComparison.OrdinalIgnoreCase), markup = false;
        long total = 0, text = 0;
        int read;
        while ((read = await content.ReadAtLeastAsync(_buffer.AsMemory(Tail), _buffer.Length - Tail, throwOnEndOfStream: false, ct).ConfigureAwait(false)) > 0)
        {
            var block = _buffer.AsMemory(Tail, read);
            markup = total == 0 ? IsMarkup(block.Span) : markup;
            if (total == 0 && entry.Name.Equals("workbook.xml", StringComparison.OrdinalIgnoreCase))
            {
                CountsFrom1904 = block.Span.IndexOf("date1904=\"1\""u8) >= 0 || block.Span.IndexOf("date1904=\"true\""u8) >= 0;
            }

            HasFormulas = HasFormulas || Array.Exists(FormulaMarks, mark => _buffer.AsSpan(0, Tail + read).IndexOf(mark) >= 0);
            total += read;
            if (shared && total > MaxSharedTexts)
            {
                throw Fault($"工作簿的文本超过 {MaxSharedTexts >> 20} MiB 的上限，请拆分后重新报送");
            }

            if (markup && (text = LongestText(block.Span, text)) > MaxText)
            {
                throw Fault("工作簿中有超过1 MiB的单元格文本，整份文件未接收");
            }

            _buffer.AsSpan(read, Tail).CopyTo(_buffer);
        }

        return markup;
    }

    private static bool IsMarkup(ReadOnlySpan<byte> start)
    {
        // the bytes of a byte order mark, white space, and the zeros of UTF-16
        int first = start.IndexOfAnyExcept((ReadOnlySpan<byte>)[0, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF, 0xFE, 0xFF]);
        return first >= 0 && start[first] == '<';
    }

    /// <summary>Length of the text that is still open at the end of the block, or the first length beyond the limit.</summary>
    private static long LongestText(ReadOnlySpan<byte> block, long open)
    {
        while (true)
        {
            int next = block.IndexOf((byte)'<');
            if (next < 0 || open + next > MaxText)
            {
                return open + (next < 0 ? block.Length : next);
            }

            open = 0;
            block = block[(next + 1)..];
        }
    }
}
