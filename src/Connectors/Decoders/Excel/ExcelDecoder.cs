using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using ExcelDataReader;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>The rows of a sheet as records, by the names in its header. Holds no state: one instance serves many payloads.</summary>
internal sealed class ExcelDecoder(ExcelSettings settings, ScratchSpace scratch) : IPayloadDecoder
{
    private const long MaxFile = 256 << 20;
    private const long MaxOldFile = 128 << 20;

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}行";

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, static _ => { }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(
        Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var kept = payload.CanSeek ? null : await scratch.KeepAsync(payload, MaxFile, ct).ConfigureAwait(false);
        var workbook = kept ?? payload;
        var guard = await CheckAsync(workbook, ct).ConfigureAwait(false);
        using var reader = Try(() => ExcelReaderFactory.CreateReader(workbook, Configuration()));
        var rows = Try(() => SheetRows.Find(reader, settings, sheet => FailedIn(workbook, guard, sheet), guard is { CountsFrom1904: true }));
        var header = Try(() => SheetHeader.Read(rows, settings));
        columnsKnown(header.Columns);
        var records = new SheetRecords(rows, header, settings);
        while (Try(records.Next))
        {
            ct.ThrowIfCancellationRequested();
            yield return records.Record;
        }
    }

    private static ExcelReaderConfiguration Configuration()
    {
        // the library asks for code page 1252 before it is told another one
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return new ExcelReaderConfiguration { FallbackEncoding = TextEncoding.Gb18030, LeaveOpen = true };
    }

    private static FailedCells FailedIn(Stream workbook, WorkbookGuard? guard, string sheet)
    {
        if (guard is not { HasFormulas: true })
        {
            return FailedCells.None;
        }

        long position = workbook.Position;
        using var zip = new System.IO.Compression.ZipArchive(workbook, System.IO.Compression.ZipArchiveMode.Read, leaveOpen: true);
        var failed = FailedCells.Read(zip, sheet);
        workbook.Position = position;
        return failed;
    }

    /// <summary>Looks at what the file is before the library does. Null for an .xls.</summary>
    private static async Task<WorkbookGuard?> CheckAsync(Stream workbook, CancellationToken ct)
    {
        byte[] start = new byte[8];
        int read = await workbook.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
        workbook.Position = 0;
        if (read == 0)
        {
            throw Fault("文件为空（0字节）：没有表头，也没有数据");
        }

        if (start.AsSpan().StartsWith("PK\u0003\u0004"u8))
        {
            var guard = new WorkbookGuard();
            await guard.CheckAsync(workbook, ct).ConfigureAwait(false);
            return guard;
        }

        if (!start.AsSpan().SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            throw Fault("不是Excel工作簿（可能是网页或文本改名为 .xls）：请用电子表格软件打开后另存为 .xlsx 再报送");
        }

        return workbook.Length > MaxOldFile ? throw Fault($".xls 文件超过 {MaxOldFile >> 20} MiB 的上限，请另存为 .xlsx 或拆分后重新报送") : null;
    }

    private static ConnectorException Fault(string reason, Exception? inner = null) => new(FailureKind.Payload, reason, inner);

    /// <summary>
    /// The library answers damaged workbooks with whatever its parsing ran into, so everything it throws is a fault of the payload, except what a disk or a caller
    /// may cause.
    /// </summary>
    private static T Try<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (ExcelDataReader.Exceptions.InvalidPasswordException locked)
        {
            throw Fault("工作簿有密码，无法读取：请取消密码后重新报送", locked);
        }
        catch (Exception damaged) when (damaged is EndOfStreamException or not (IOException or ConnectorException or OperationCanceledException or OutOfMemoryException))
        {
            throw Fault("工作簿已损坏或格式不受支持：请用电子表格软件打开后另存为 .xlsx 再报送", damaged);
        }
    }
}
