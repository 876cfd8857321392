namespace CreditHub.Pipelines.Model;

/// <summary>
/// Field texts of one source record as received, in UTF-8. One instance is reused by a decoder: it is valid until the
/// decoder's next move. Columns are named by <see cref="Columns"/>; the same list instance means the same columns.
/// </summary>
public sealed class RawRecord
{
    private byte[] _text = new byte[1024];
    private int[] _ends = new int[64];

    /// <summary>Source names of the columns, in order. Never mapped by position: only by these names.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Source records counted from 1 within the payload; header, blank and comment lines are not counted.</summary>
    public int Line { get; private set; }

    /// <summary>Where a person finds it: the physical line of a text file, or the index in the payload's list. Counted from 1.</summary>
    public int Position { get; private set; }

    /// <summary>Number of fields present.</summary>
    public int Count { get; private set; }

    /// <summary>Why the record could not be split into fields, in Chinese, or null. A faulty record has one field: its raw text.</summary>
    public string? Fault { get; private set; }

    /// <summary>UTF-8 text of a field; empty when the record is shorter than the column list or the value is absent.</summary>
    public ReadOnlySpan<byte> this[int column] =>
        column >= Count ? default : _text.AsSpan(Start(column), _ends[column] - Start(column));

    /// <summary>Starts a new record over the same buffers.</summary>
    public void Reset(IReadOnlyList<string> columns, int line, int position, string? fault = null)
    {
        Columns = columns;
        Line = line;
        Position = position;
        Fault = fault;
        Count = 0;
    }

    /// <summary>The same record as part of a larger payload: its fields stay.</summary>
    public void Relocate(int line, int position)
    {
        Line = line;
        Position = position;
    }

    /// <summary>Length of all its fields together, in bytes.</summary>
    internal int Bytes => Start(Count);

    /// <summary>Becomes a copy of another record, in its own buffers.</summary>
    internal void CopyFrom(RawRecord other)
    {
        Reset(other.Columns, other.Line, other.Position, other.Fault);
        if (_text.Length < other.Bytes)
        {
            _text = new byte[other._text.Length];
        }

        if (_ends.Length < other.Count)
        {
            _ends = new int[other._ends.Length];
        }

        other._text.AsSpan(0, other.Bytes).CopyTo(_text);
        other._ends.AsSpan(0, other.Count).CopyTo(_ends);
        Count = other.Count;
    }

    /// <summary>Appends the next field.</summary>
    public void Add(ReadOnlySpan<byte> utf8)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        Commit(utf8.Length);
    }

    /// <summary>Room for the next field; follow with <see cref="Commit"/>.</summary>
    public Span<byte> Reserve(int length)
    {
        int start = Start(Count);
        if (_text.Length - start < length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, start + length));
        }

        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, _ends.Length * 2);
        }

        return _text.AsSpan(start, length);
    }

    /// <summary>Ends the field begun by <see cref="Reserve"/> after <paramref name="length"/> bytes.</summary>
    public void Commit(int length)
    {
        _ends[Count] = Start(Count) + length;
        Count++;
    }

    private int Start(int column) => column == 0 ? 0 : _ends[column - 1];
}
