using System.Text;
using System.Xml;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>
/// Walks one document to the record elements, holding no more than one. Errors: <see cref="ConnectorException"/> of kind Payload when the document is cut, is no
/// XML, brings a DTD, is nested too deeply, or has another shape than the path says: a step is missing, or there is no record but other elements of a record's shape.
/// </summary>
internal sealed class XmlDocumentReader : IDisposable
{
    private const int MaxDepth = 64;
    private readonly XmlReader _xml;
    private readonly IReadOnlyList<string> _path;
    private readonly OtherElements _others;
    private readonly bool _hasDtd;
    private int _matched;
    private int _deepest;
    private bool _hasRecords;

    private XmlDocumentReader(XmlReader xml, XmlSettings settings, bool hasDtd, ColumnTable columns)
    {
        _xml = xml;
        _path = settings.Path;
        _others = new OtherElements(settings.Beside);
        _hasDtd = hasDtd;
        Record = new XmlRecord(columns);
    }

    /// <summary>The record found by <see cref="NextAsync"/>. Valid until its next call.</summary>
    public XmlRecord Record { get; }

    /// <summary>From the start of a seekable stream, which stays open.</summary>
    public static async Task<XmlDocumentReader> OpenAsync(Stream payload, XmlSettings settings, ColumnTable columns, CancellationToken ct)
    {
        payload.Position = 0;
        var start = await XmlStart.ReadAsync(payload, ct).ConfigureAwait(false);
        string encoding = settings.Encoding == "auto" ? start.Encoding : settings.Encoding;
        var found = await EncodingDetection.OfWholeAsync(payload, TextEncoding.Named(encoding), ct).ConfigureAwait(false);
        payload.Position = found.MarkBytes;

        // what cannot be decoded becomes a noncharacter that XML lets through, so that it costs one record and not the document
        var utf8 = found.Clean ? payload : new Utf8Transcoder(payload, found.Encoding, default, '\uFDD0');
        var text = new StreamReader(new MarkupGuard(utf8), Encoding.UTF8, detectEncodingFromByteOrderMarks: false, bufferSize: 32 << 10);
        return new XmlDocumentReader(XmlReader.Create(text, SafeXml.Settings()), settings, start.HasDtd, columns);
    }

    /// <summary>False when the whole document is read.</summary>
    public async ValueTask<bool> NextAsync(CancellationToken ct)
    {
        try
        {
            while (await _xml.ReadAsync().ConfigureAwait(false))
            {
                ct.ThrowIfCancellationRequested();
                if (_xml.NodeType == XmlNodeType.Element && Enter())
                {
                    await Record.ReadAsync(_xml, CheckDepth).ConfigureAwait(false);
                    _hasRecords = true;
                    return true;
                }

                if (_xml.NodeType == XmlNodeType.EndElement)
                {
                    _matched = Math.Min(_matched, _xml.Depth);
                }
            }
        }
        catch (XmlException broken)
        {
            throw new ConnectorException(FailureKind.Payload, _hasDtd && _deepest == 0
                ? "XML文档带有DTD声明（DOCTYPE），为安全起见整份文件未接收：请去掉后重新报送"
                : $"XML文档不完整或格式有误（第{broken.LineNumber}行附近）", broken);
        }

        return _deepest >= _path.Count - 1 && (_hasRecords || _others.Text.Length == 0) ? false : throw NotThere(_others.Text);
    }

    public void Dispose() => _xml.Dispose();

    /// <summary>True at the start of a record.</summary>
    private bool Enter()
    {
        CheckDepth();
        int depth = _xml.Depth;
        if (depth >= _path.Count || depth != _matched || _xml.LocalName != _path[depth])
        {
            _others.Take(_xml, depth - _matched, isRecordsPlace: _matched == _path.Count - 1);
            return depth == 0 ? throw NotThere(_others.Text) : false;
        }

        if (depth == _path.Count - 1)
        {
            return true;
        }

        if (_deepest <= depth)
        {
            _deepest = depth + 1;
            _others.Clear();
        }

        _matched = _xml.IsEmptyElement ? depth : depth + 1;
        return false;
    }

    private void CheckDepth()
    {
        if (_xml.Depth > MaxDepth)
        {
            throw new ConnectorException(FailureKind.Payload, $"XML文档嵌套超过{MaxDepth}层，整份文件未接收");
        }
    }

    private ConnectorException NotThere(string others) => new(FailureKind.Payload, $"XML文档在 {string.Join('/', _path)} 处没有记录"
        + (others.Length > 0 ? $"，该处的元素是 {others}" : "") + "。请核对文件或接入配置的records" + (_deepest == _path.Count - 1 ? "；这些元素若不是记录，请列入beside" : ""));
}
