using System.Text;

namespace CreditHub.Connectors.Decoders;

/// <summary>Names met in a payload. A name becomes a column when it carries a value; a name that only holds other names does not.</summary>
internal sealed class ColumnTable
{
    /// <summary>Columns of a payload; a record that brings more is faulty.</summary>
    public const int MaxColumns = 500;

    private const int MaxNames = 2 * MaxColumns;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly List<byte[]> _names = [];
    private readonly List<int> _columns = [];
    private List<string> _columnNames = [];
    private int _hint;

    /// <summary>Column names in order of appearance. A new list whenever a column is added.</summary>
    public IReadOnlyList<string> Names => _columnNames;

    /// <summary>Place of a name, or -1 when there are too many. Records repeat the order of their names, so the next one is tried first.</summary>
    public int Place(ReadOnlySpan<byte> name)
    {
        if (_hint < _names.Count && name.SequenceEqual(_names[_hint]))
        {
            return _hint++;
        }

        string text = Encoding.UTF8.GetString(name);
        if (!_places.TryGetValue(text, out int place))
        {
            if (_names.Count == MaxNames)
            {
                return -1;
            }

            place = _names.Count;
            _places.Add(text, place);
            _names.Add(name.ToArray());
            _columns.Add(-1);
        }

        _hint = place + 1;
        return place;
    }

    /// <summary>The next record begins.</summary>
    public void Rewind() => _hint = 0;

    /// <summary>Column of a place that carries a value, or -1 when there are too many.</summary>
    public int Column(int place)
    {
        if (_columns[place] < 0 && _columnNames.Count < MaxColumns)
        {
            _columns[place] = _columnNames.Count;
            _columnNames = [.. _columnNames, Encoding.UTF8.GetString(_names[place])];
        }

        return _columns[place];
    }
}
