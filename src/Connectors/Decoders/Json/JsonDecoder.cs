using System.Runtime.CompilerServices;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>
/// Records of JSON documents, one at a time, whatever their number. A seekable payload is read twice: first for all column names (a value left out of the
/// first record is not a missing column) and to be sure the last document is whole; then for the records. Holds no state.
/// </summary>
internal sealed class JsonDecoder(JsonPath path) : IPayloadDecoder
{
    private const int FaultText = 64 << 10;

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}条";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [EnumeratorCancellation] CancellationToken ct)
    {
        var columns = new ColumnTable();
        var flattener = new RecordFlattener(columns);
        if (payload.CanSeek)
        {
            var survey = new JsonRecordReader(payload, path);
            while (await survey.NextAsync(ct).ConfigureAwait(false))
            {
                flattener.Read(survey.Record.Span);
            }

            payload.Position = 0;
        }

        var reader = new JsonRecordReader(payload, path);
        var record = new RawRecord();
        for (int index = 1; await reader.NextAsync(ct).ConfigureAwait(false); index++)
        {
            var element = reader.Record.Span;
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
}
