using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>
/// Records of JSON documents, one at a time, whatever their number. A seekable payload is read twice: first for all column names (a value left out of the
/// first record is not a missing column) and to be sure the last document is whole; then for the records. Of one that is read once only, some records are
/// looked at ahead. Holds no state.
/// </summary>
internal sealed class JsonDecoder(JsonPath path, Encoding? encoding) : IPayloadDecoder
{
    private const int FaultText = 64 << 10;
    private const int RecordsAhead = 100;
    private const int BytesAhead = 1 << 20;

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}条";

    /// <inheritdoc/>
    public bool FixedColumns => false;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [EnumeratorCancellation] CancellationToken ct)
    {
        var columns = new ColumnTable();
        var flattener = new RecordFlattener(columns);
        if (payload.CanSeek)
        {
            var survey = new JsonRecordReader(await OpenAsync(payload, ct).ConfigureAwait(false), path);
            while (await survey.NextAsync(ct).ConfigureAwait(false))
            {
                flattener.Read(survey.Record.Span);
            }
        }

        var reader = new JsonRecordReader(payload.CanSeek ? await OpenAsync(payload, ct).ConfigureAwait(false) : payload, path);
        var ahead = new Queue<byte[]>();
        for (int bytes = 0; !payload.CanSeek && ahead.Count < RecordsAhead && bytes < BytesAhead && await reader.NextAsync(ct).ConfigureAwait(false);)
        {
            flattener.Read(reader.Record.Span);
            ahead.Enqueue(reader.Record.ToArray());
            bytes += reader.Record.Length;
        }

        var record = new RawRecord();
        for (int index = 1; ahead.Count > 0 || await reader.NextAsync(ct).ConfigureAwait(false); index++)
        {
            var element = (ahead.TryDequeue(out byte[]? seen) ? seen : reader.Record).Span;
            if (flattener.Read(element) is { } fault)
            {
                record.Reset(columns.Names, index, index, fault);
                record.Add(element[..Math.Min(element.Length, FaultText)]);
            }
            else
            {
                record.Reset(columns.Names, index, index);
                flattener.CopyTo(record);
            }

            yield return record;
        }
    }

    /// <summary>From its start, as UTF-8. Single damaged places of what is UTF-8 stay as they are: they cost their record.</summary>
    private async Task<Stream> OpenAsync(Stream payload, CancellationToken ct)
    {
        payload.Position = 0;
        var found = await EncodingDetection.OfWholeAsync(payload, encoding, ct).ConfigureAwait(false);
        payload.Position = found.MarkBytes;
        return found.Encoding is UTF8Encoding ? payload : new Utf8Transcoder(payload, found.Encoding, default);
    }
}
