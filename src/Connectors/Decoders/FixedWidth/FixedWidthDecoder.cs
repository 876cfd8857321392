using System.Runtime.CompilerServices;
using System.Text;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.FixedWidth;

/// <summary>Cuts each line at the places config names. A line whose cuts go through a character, or with something outside the columns, is faulty. Holds no state.</summary>
internal sealed class FixedWidthDecoder(FixedWidthSettings settings, ScratchSpace scratch) : IPayloadDecoder
{
    private const long MaxKept = 4L << 30;
    private readonly string[] _names = [.. settings.Columns.Select(column => column.Name)];
    private readonly byte[][] _footers = [.. settings.FooterPrefixes.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public string LocationTemplate => "第{0}行";

    /// <inheritdoc/>
    public IAsyncEnumerable<RawRecord> DecodeAsync(Stream payload, CancellationToken ct) => DecodeAsync(payload, static _ => { }, ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RawRecord> DecodeAsync(
        Stream payload, Action<IReadOnlyList<string>> columnsKnown, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var kept = payload.CanSeek ? null : await scratch.KeepAsync(payload, MaxKept, ct).ConfigureAwait(false);
        var bytes = kept ?? payload;
        if (bytes.Length == 0)
        {
            throw new ConnectorException(FailureKind.Payload, "文件为空（0字节）：没有数据。没有数据可报时请按约定报送零报告");
        }

        var found = await EncodingDetection.OfWholeAsync(bytes, TextEncoding.Named(settings.Encoding), ct).ConfigureAwait(false);
        bytes.Position = found.MarkBytes;
        bool own = settings.InBytes && !found.Clean;
        if (own && found.Encoding is UnicodeEncoding)
        {
            throw new ConnectorException(FailureKind.Payload, "文件是UTF-16编码，不能按字节划分列：请以GB18030或UTF-8重新生成");
        }

        columnsKnown(_names);
        Stream text = own || found.Clean ? bytes : new Utf8Transcoder(bytes, found.Encoding, default);
        var cutter = new LineCutter(settings, own ? found.Encoding : Encoding.UTF8);
        var lines = new LineReader(new LineBuffer(new FooterStream(text, settings.FooterLines)));
        var record = new RawRecord();
        int index = 0;
        while (await lines.NextAsync(ct).ConfigureAwait(false))
        {
            if (lines.Number <= settings.SkipLines)
            {
                continue;
            }

            string? fault = lines.Endless ? "一行超过4 MiB" : cutter.Cut(lines.Line.Span);
            if (IsFooter(cutter.Text(lines.Line.Span)))
            {
                yield break;
            }

            record.Reset(_names, ++index, lines.Number, fault);
            cutter.CopyTo(record, lines.Line.Span);
            yield return record;
        }
    }

    private bool IsFooter(ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \t"u8);
        foreach (byte[] footer in _footers)
        {
            if (line.StartsWith(footer))
            {
                return true;
            }
        }

        return false;
    }
}
