using System.Runtime.CompilerServices;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>
/// Records of an XML document, one at a time, whatever their number. Read twice: first for all column names and to be sure that the document is whole, then for the
/// records. Holds no state.
/// </summary>
internal sealed class XmlDecoder(XmlSettings settings, ScratchSpace scratch) : IPayloadDecoder
{
    private const long MaxKept = 4L << 30;

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}条";

    /// <inheritdoc/>
    public bool FixedColumns => false;

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var kept = payload.CanSeek ? null : await scratch.KeepAsync(payload, MaxKept, ct).ConfigureAwait(false);
        var columns = new ColumnTable();
        using (var survey = await XmlDocumentReader.OpenAsync(kept ?? payload, settings, columns, ct).ConfigureAwait(false))
        {
            while (await survey.NextAsync(ct).ConfigureAwait(false))
            {
                // only the names are wanted
            }
        }

        using var document = await XmlDocumentReader.OpenAsync(kept ?? payload, settings, columns, ct).ConfigureAwait(false);
        var record = new RawRecord();
        for (int index = 1; await document.NextAsync(ct).ConfigureAwait(false); index++)
        {
            record.Reset(columns.Names, index, index, document.Record.Fault);
            document.Record.CopyTo(record);
            yield return record;
        }
    }
}
