using System.Text;
using System.Xml;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>
/// One record element made flat: attributes and child elements by local name, nested names joined by a dot, empty elements as absent. A name given twice, text beside
/// child elements, or too many columns make the record faulty.
/// </summary>
internal sealed class XmlRecord(ColumnTable columns)
{
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
    private const string Declarations = "http://www.w3.org/2000/xmlns/";
    private readonly List<string?> _values = [];
    private readonly HashSet<int> _seen = [];
    private readonly StringBuilder _text = new();
    private readonly StringBuilder _name = new();
    private byte[] _utf8 = new byte[256];
    private int _bytes;

    /// <summary>Why this is no record, in Chinese, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads the element the reader stands on to its end. <paramref name="checkDepth"/> is called for each element.</summary>
    public async Task ReadAsync(XmlReader xml, Action checkDepth)
    {
        Clear();
        ReadAttributes(xml);
        if (xml.IsEmptyElement)
        {
            return;
        }

        var starts = new Stack<int>();
        bool leaf = true;
        int top = xml.Depth;
        while (await xml.ReadAsync().ConfigureAwait(false) && (xml.NodeType != XmlNodeType.EndElement || xml.Depth > top))
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    checkDepth();
                    leaf = Begin(xml, starts);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    Append(await xml.GetValueAsync().ConfigureAwait(false));
                    break;
                case XmlNodeType.EndElement:
                    End(leaf);
                    leaf = false;
                    _name.Length = starts.Pop();
                    break;
            }
        }

        NoTextHere();
    }

    /// <summary>Adds all columns in order; of a faulty record one text, for people.</summary>
    public void CopyTo(RawRecord record)
    {
        if (Fault is not null)
        {
            string text = string.Join(';', _values.Select((value, i) => (Value: value, Column: i)).Where(p => p.Value is not null).Select(p => $"{columns.Names[p.Column]}={p.Value}"));
            record.Add(Encoding.UTF8.GetBytes(text.Length > RecordLimits.FaultText / 3 ? text[..(RecordLimits.FaultText / 3)] : text));
            return;
        }

        for (int i = 0; i < columns.Names.Count; i++)
        {
            string value = (i < _values.Count ? _values[i] : null) ?? "";
            record.Commit(Encoding.UTF8.GetBytes(value, record.Reserve(Encoding.UTF8.GetMaxByteCount(value.Length))));
        }
    }

    private void Clear()
    {
        columns.Rewind();
        for (int i = 0; i < _values.Count; i++)
        {
            _values[i] = null;
        }

        _seen.Clear();
        _text.Clear();
        _name.Clear();
        _bytes = 0;
        Fault = null;
    }

    /// <summary>A child element begins; whether it may still turn out to be a leaf.</summary>
    private bool Begin(XmlReader xml, Stack<int> starts)
    {
        NoTextHere();
        int outer = _name.Length;
        _name.Append(outer > 0 ? "." : "").Append(xml.LocalName);
        bool empty = xml.IsEmptyElement, nil = xml.GetAttribute("nil", SchemaInstance) is "true" or "1";
        ReadAttributes(xml);
        if (!empty)
        {
            starts.Push(outer);
            return !nil;
        }

        Set("");
        _name.Length = outer;
        return false;
    }

    /// <summary>Texts that comments or CDATA sections cut into pieces are one; no field is longer than a field may be.</summary>
    private void Append(string text)
    {
        if (_text.Length + text.Length > RecordLimits.Field)
        {
            Fault ??= "有一个字段超过1 MiB";
            return;
        }

        _text.Append(text);
    }

    private void End(bool leaf)
    {
        if (leaf)
        {
            Set(_text.ToString());
            _text.Clear();
        }

        NoTextHere();
    }

    private void NoTextHere()
    {
        for (int i = 0; i < _text.Length; i++)
        {
            if (!char.IsWhiteSpace(_text[i]))
            {
                Fault ??= "元素中混有文字和子元素，无法确定取哪一个";
                break;
            }
        }

        _text.Clear();
    }

    private void ReadAttributes(XmlReader xml)
    {
        for (bool any = xml.MoveToFirstAttribute(); any; any = xml.MoveToNextAttribute())
        {
            if (xml.NamespaceURI is not (SchemaInstance or Declarations) && xml.Prefix != "xml")
            {
                int outer = _name.Length;
                _name.Append(outer > 0 ? "." : "").Append(xml.LocalName);
                Set(xml.Value);
                _name.Length = outer;
            }
        }

        xml.MoveToElement();
    }

    private void Set(string value)
    {
        string name = _name.ToString();
        int length = Encoding.UTF8.GetMaxByteCount(name.Length);
        _utf8 = _utf8.Length < length ? new byte[length * 2] : _utf8;
        int place = columns.Place(_utf8.AsSpan(0, Encoding.UTF8.GetBytes(name, _utf8)));
        int column = place < 0 ? -1 : columns.Column(place);
        _bytes += value.Length;
        if (column < 0)
        {
            Fault ??= $"字段超过{ColumnTable.MaxColumns}个";
        }
        else if (!_seen.Add(column))
        {
            Fault ??= "同一名称出现两次";
        }
        else if (_bytes > RecordLimits.Record)
        {
            Fault ??= "一条记录超过4 MiB";
        }
        else
        {
            while (_values.Count <= column)
            {
                _values.Add(null);
            }

            _values[column] = value;
        }
    }
}
