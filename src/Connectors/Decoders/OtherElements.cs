using System.Xml;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Names of the elements that stand where the path expects another: all of them on the way to the records, at the records' own place those of a record's shape
/// (with child elements, or one after the other with attributes). A few names are enough for a person; never values.
/// </summary>
internal sealed class OtherElements(IReadOnlyList<string> beside)
{
    private const int MostNames = 10;
    private readonly List<string> _names = [];
    private string _last = "";

    /// <summary>The names, or nothing.</summary>
    public string Text => ShownNames.Of(_names);

    /// <summary>A further step of the path was found.</summary>
    public void Clear()
    {
        _names.Clear();
        _last = "";
    }

    /// <summary>Takes the element the reader stands on; <paramref name="below"/>: levels below the place that is looked at.</summary>
    public void Take(XmlReader xml, int below, bool isRecordsPlace)
    {
        if (below == 0)
        {
            bool repeated = xml.LocalName == _last && xml.HasAttributes;
            _last = xml.LocalName;
            if (!isRecordsPlace || repeated)
            {
                Add();
            }
        }
        else if (below == 1 && isRecordsPlace)
        {
            Add();
        }
    }

    private void Add()
    {
        if (_names.Count < MostNames && !beside.Contains(_last) && !_names.Contains(_last))
        {
            _names.Add(_last);
        }
    }
}
