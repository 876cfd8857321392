using System.Runtime.CompilerServices;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.JsonLines;

/// <summary>
/// One JSON object a line, each line for itself: a broken one is a faulty record and its neighbours are read. Read twice: first for all names, then for the records.
/// Holds no state.
/// </summary>
internal sealed class JsonLinesDecoder(string encoding, ScratchSpace scratch) : IPayloadDecoder
{
    private const long MaxKept = 4L << 30;

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}行";

    /// <inheritdoc/>
    public bool FixedColumns => false;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var kept = payload.CanSeek ? null : await scratch.KeepAsync(payload, MaxKept, ct).ConfigureAwait(false);
        var columns = new ColumnTable();
        var flattener = new RecordFlattener(columns);
        var survey = await OpenAsync(kept ?? payload, ct).ConfigureAwait(false);
        while (await survey.NextAsync(ct).ConfigureAwait(false))
        {
            flattener.ReadOne(survey.Line.Span);
        }

        if (survey.Number == 0)
        {
            throw new ConnectorException(FailureKind.Payload, "文件为空（0字节）：没有数据。没有数据可报时请按约定报送零报告");
        }

        var lines = await OpenAsync(kept ?? payload, ct).ConfigureAwait(false);
        var record = new RawRecord();
        for (int index = 1; await lines.NextAsync(ct).ConfigureAwait(false); index++)
        {
            string? fault = lines.Endless ? "一行超过4 MiB" : flattener.ReadOne(lines.Line.Span);
            record.Reset(columns.Names, index, lines.Number, fault);
            if (fault is null)
            {
                flattener.CopyTo(record);
            }
            else
            {
                record.Add(lines.Line.Span[..Math.Min(lines.Line.Length, RecordLimits.FaultText)]);
            }

            yield return record;
        }
    }

    private async Task<LineReader> OpenAsync(Stream payload, CancellationToken ct)
    {
        payload.Position = 0;
        return new LineReader(new LineBuffer(await TextPayload.OpenAsync(payload, encoding, ct).ConfigureAwait(false)));
    }
}
