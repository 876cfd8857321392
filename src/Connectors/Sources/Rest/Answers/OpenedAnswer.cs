using System.Text;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>
/// An answer's documents: the one that came and, where <c>unwrap</c> names a text in it, the one inside. What lies inside comes first for every path.
/// </summary>
internal sealed partial class OpenedAnswer : IDisposable
{
    private readonly List<ILayer> _layers = [];

    private OpenedAnswer(ReadOnlyMemory<byte> body) => Body = body;

    /// <summary>What is landed: the bytes that came without a byte order mark, or the unwrapped text.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Errors: <see cref="ConnectorException"/> when it is not what config promises.</summary>
    public static OpenedAnswer Open(ReadOnlyMemory<byte> body, AnswerSettings settings)
    {
        if (body.Span.StartsWith(Encoding.UTF8.Preamble))
        {
            body = body[3..];
        }

        if (settings.Gb18030)
        {
            body = Transcode(body);
        }

        var opened = new OpenedAnswer(body);
        try
        {
            opened._layers.Add(Layer(body, (settings.Unwrap ?? settings.Records).IsXml, settings));
            if (settings.Unwrap is { } unwrap && opened.Value(unwrap) is { Length: > 0 } inner)
            {
                opened.Body = Encoding.UTF8.GetBytes(Declaration().Replace(inner, ""));
                opened._layers.Insert(0, Layer(opened.Body, settings.Records.IsXml, settings));
            }

            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public string? Value(AnswerPath path) => _layers.Where(l => l.IsXml == path.IsXml).Select(l => l.Value(path)).FirstOrDefault(v => v is not null);

    public IReadOnlyList<UInt128>? Rows() => _layers[0].Rows();

    public string Others => _layers[0].Others;

    public void Dispose() => _layers.ForEach(layer => layer.Dispose());

    private static ILayer Layer(ReadOnlyMemory<byte> body, bool xml, AnswerSettings settings) => xml ? XmlLayer.Open(body, settings) : JsonLayer.Open(body, settings);

    private static ReadOnlyMemory<byte> Transcode(ReadOnlyMemory<byte> body)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        try
        {
            return Encoding.UTF8.GetBytes(Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(body.Span));
        }
        catch (DecoderFallbackException broken)
        {
            throw new ConnectorException(FailureKind.Payload, "the source's answer is not GB18030: check \"encoding\"", broken);
        }
    }

    // the text inside is UTF-8 now, whatever it said when it was written
    [GeneratedRegex(@"^\s*<\?xml[^>]*\?>", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();
}
