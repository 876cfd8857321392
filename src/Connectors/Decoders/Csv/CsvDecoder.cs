using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CsvHelper;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>Separated text: encoding found or declared, header by name, each faulty line a record of its own. Holds no state: one instance serves many payloads.</summary>
internal sealed class CsvDecoder(CsvSettings settings) : IPayloadDecoder
{
    private readonly byte[]? _longSeparator = settings.LongSeparator is { } written ? Encoding.UTF8.GetBytes(written) : null;
    private readonly byte[][] _footers = [.. settings.FooterPrefixes.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}行";

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, static _ => { }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(
        Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
    {
        var text = await TextPayload.OpenAsync(payload, settings.Encoding, ct).ConfigureAwait(false);
        Stream shaped = _longSeparator is { } separator ? new SeparatorStream(text, separator) : text;
        var lines = new LineBuffer(settings.FooterLines > 0 ? new FooterStream(shaped, settings.FooterLines) : shaped);
        var header = await CsvHeader.ReadAsync(lines, settings, ct).ConfigureAwait(false);
        columnsKnown(header.Columns);
        var guard = new LineGuard(text, lines, header.Separator, settings.Quote is { } quote ? (byte)quote : null, header.Columns.Count);
        await using var _ = guard.ConfigureAwait(false);
        var splitter = new RecordSplitter(header, _footers, _longSeparator);
        await using var csv = CsvReader.Create(guard, CsvOptions.For(header.Separator, settings.Quote), leaveOpen: true);
        while (await NextAsync(csv, ct).ConfigureAwait(false))
        {
            bool counted = guard.TryTake(csv.ByteOffset, out var faulty)
                ? splitter.Take(faulty, csv.LineNumber)
                : splitter.Take(csv);
            if (splitter.Ended)
            {
                yield break;
            }

            if (counted)
            {
                yield return splitter.Record;
            }
        }
    }

    private static async ValueTask<bool> NextAsync(CsvReader csv, CancellationToken ct)
    {
        try
        {
            return await csv.ReadAsync(ct).ConfigureAwait(false);
        }
        catch (CsvFormatException malformed)
        {
            throw new ConnectorException(FailureKind.Payload, $"第{malformed.RecordNumber}条记录附近的格式无法解读", malformed);
        }
    }
}
