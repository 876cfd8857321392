using System.Runtime.InteropServices;
using System.Text;
using System.Xml;
using CreditHub.Connectors.Decoders;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>
/// An XML document, read once: values at the paths asked for and a digest of each record. No document types, no entities, no addresses followed. Names are compared
/// without their namespaces. A list is there when its parent is.
/// </summary>
internal sealed class XmlLayer : ILayer
{
    private const int MaxDepth = 64;
    private const int MaxValue = 64 << 20;
    private static readonly XmlReaderSettings Options = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, MaxCharactersInDocument = 256L << 20,
    };

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<UInt128> _rows = [];
    private readonly List<string> _place = [];
    private readonly OtherElements _others = new([]);
    private readonly AnswerSettings _settings;
    private readonly AnswerPath[] _wanted;
    private bool _found;

    static XmlLayer() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private XmlLayer(AnswerSettings settings)
    {
        _settings = settings;
        _wanted = [.. settings.Values.Where(v => v.IsXml)];
    }

    public bool IsXml => true;

    public string Others => _rows.Count == 0 ? _others.Text : "";

    /// <summary>Errors: <see cref="ConnectorException"/>: Transient for a cut body, Config for something that is no XML or has a document type.</summary>
    public static XmlLayer Open(ReadOnlyMemory<byte> body, AnswerSettings settings)
    {
        var layer = new XmlLayer(settings);
        try
        {
            MemoryMarshal.TryGetArray(body, out var bytes);
            using var reader = XmlReader.Create(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), Options);
            layer.Read(reader);
            return layer;
        }
        catch (XmlException broken)
        {
            throw Fault(body.Span, broken);
        }
    }

    public string? Value(AnswerPath path) => _values.GetValueOrDefault(path.Text);

    public IReadOnlyList<UInt128>? Rows() => _found ? _rows : null;

    public void Dispose()
    {
    }

    private static ConnectorException Fault(ReadOnlySpan<byte> body, XmlException broken)
    {
        string start = Encoding.ASCII.GetString(body[..Math.Min(body.Length, 4096)]).TrimStart('?', '\uFEFF', ' ', '\r', '\n', '\t');
        return start.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) || !start.StartsWith('<')
            ? new ConnectorException(FailureKind.Config, "the source answers with something that is no plain XML (a login page, a document type?): check address and credentials", broken)
            : new ConnectorException(FailureKind.Transient, "the source's answer is cut or broken XML", broken);
    }

    private void Read(XmlReader reader)
    {
        reader.Read();
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && _settings.Records.IsXml && AtRecord(reader))
            {
                // moves on by itself
                _rows.Add(RowDigest.Of(Encoding.UTF8.GetBytes(reader.ReadOuterXml())));
                continue;
            }

            Take(reader);
            reader.Read();
        }
    }

    private bool AtRecord(XmlReader reader) =>
        _place.Count == _settings.Records.Parts.Count - 1 && reader.LocalName == _settings.Records.Parts[^1] && StandsAt(_settings.Records.Parts, _place.Count);

    private void Take(XmlReader reader)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                Enter(reader);
                break;
            case XmlNodeType.EndElement:
                _place.RemoveAt(_place.Count - 1);
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                foreach (var path in _wanted.Where(p => p.Parts.Count == _place.Count && StandsAt(p.Parts, _place.Count)))
                {
                    Append(path, reader.Value);
                }

                break;
            default:
                break;
        }
    }

    private void Append(AnswerPath path, string text)
    {
        string before = _values.GetValueOrDefault(path.Text, "");
        if (before.Length + text.Length <= MaxValue)
        {
            _values[path.Text] = before + text;
        }
    }

    private void Enter(XmlReader reader)
    {
        if (_place.Count == MaxDepth)
        {
            throw new ConnectorException(FailureKind.Payload, "the source answers XML nested more than 64 levels");
        }

        int below = _place.Count - _settings.Records.Parts.Count + 1;
        if (_rows.Count == 0 && _settings.Records.IsXml && below is 0 or 1 && StandsAt(_settings.Records.Parts, _place.Count - below))
        {
            _others.Take(reader, below, isRecordsPlace: true);
        }

        bool empty = reader.IsEmptyElement;
        _place.Add(reader.LocalName);
        _found |= _settings.Records.IsXml && _place.Count == _settings.Records.Parts.Count - 1 && StandsAt(_settings.Records.Parts, _place.Count);
        foreach (var path in _wanted)
        {
            if (path.Parts.Count == _place.Count && StandsAt(path.Parts, _place.Count))
            {
                _values.TryAdd(path.Text, "");
            }
            else if (path.Parts.Count == _place.Count + 1 && path.Parts[^1][0] == '@' && StandsAt(path.Parts, _place.Count) && reader.GetAttribute(path.Parts[^1][1..]) is { } value)
            {
                _values.TryAdd(path.Text, value);
            }
        }

        if (empty)
        {
            _place.RemoveAt(_place.Count - 1);
        }
    }

    private bool StandsAt(IReadOnlyList<string> parts, int depth)
    {
        for (int i = 0; i < depth; i++)
        {
            if (parts[i] != _place[i])
            {
                return false;
            }
        }

        return true;
    }
}
