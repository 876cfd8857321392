using System.Buffers.Binary;
using System.Text;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// Some checked rows in the form of the <see cref="RecordSpool"/>, in memory until the books have been asked about them. Reused: a few blocks serve
/// a run of any length. Full at so many rows or bytes.
/// </summary>
internal sealed class SpoolBlock(int rows, int bytes)
{
    /// <summary>Room beyond the full mark, so that the row that fills it does not double it.</summary>
    private const int Spare = 64 << 10;

    private readonly List<Row> _rows = new(rows);
    private readonly List<int> _asked = new(rows);
    private readonly List<byte[]> _hashes = [];
    private byte[] _bytes = new byte[bytes + Spare];
    private int _length;

    public bool IsFull => _rows.Count >= rows || _length >= bytes;

    /// <summary>Keys of the accepted rows.</summary>
    public List<RecordId> Ids { get; } = new(rows);

    /// <summary>Content hashes of the accepted rows.</summary>
    public IReadOnlyList<byte[]> Hashes => _hashes;

    /// <summary>Rows of every kind.</summary>
    public IReadOnlyList<Row> All => _rows;

    public void Clear()
    {
        if (_bytes.Length > 2 * (bytes + Spare))
        {
            _bytes = new byte[bytes + Spare]; // unusually long records are not kept room for
        }

        _length = 0;
        _rows.Clear();
        _asked.Clear();
        Ids.Clear();
    }

    /// <summary>Takes over what the books keep of a record of the payload at this place.</summary>
    public void Add(Record record, int payload)
    {
        int start = _length;
        var kind = record.Deleted ? RowKind.Deleted : record.Accepted ? RowKind.Accepted : record.ExcludedReason is null ? RowKind.Rejected : RowKind.Excluded;
        WriteHead(record, kind);
        int body = _length;
        switch (kind)
        {
            case RowKind.Accepted:
                Ask(record.Id, record.ContentHash, start);
                WriteAccepted(record);
                break;
            case RowKind.Deleted:
                break;
            case RowKind.Excluded:
                Text(record.ExcludedReason!);
                break;
            default:
                WriteRejected(record);
                break;
        }

        _rows.Add(new Row(payload, start, body, _length));
    }

    /// <summary>Takes over the rows of another block, which belong to the payload at this place.</summary>
    public void Append(SpoolBlock other, int payload)
    {
        int start = _length;
        other._bytes.AsSpan(0, other._length).CopyTo(Take(other._length));
        foreach (var row in other._rows)
        {
            _rows.Add(new Row(payload, start + row.Start, start + row.Body, start + row.End));
        }

        for (int i = 0; i < other.Ids.Count; i++)
        {
            Ask(other.Ids[i], other._hashes[i], start + other._asked[i]);
        }
    }

    /// <summary>Verdict on a row.</summary>
    public RowKind KindOf(Row row) => (RowKind)_bytes[row.Start];

    /// <summary>The key of a row that has one: of every accepted and deleting one.</summary>
    public RecordId IdOf(Row row) => new(_bytes.AsSpan(row.Body - 32, 32));

    /// <summary>
    /// What the books answered, by index in <see cref="Ids"/>: those that had this very content, and those that had another. All others they did not know.
    /// </summary>
    public void Answer(int[] unchanged, int[] known)
    {
        _asked.ForEach(start => _bytes[start] = (byte)RowKind.Absent);
        Array.ForEach(known, asked => _bytes[_asked[asked]] = (byte)RowKind.Accepted);
        Array.ForEach(unchanged, asked => _bytes[_asked[asked]] = (byte)RowKind.Unchanged);
    }

    /// <summary>The row as it goes into the spool; of an unchanged one only what says which row it was.</summary>
    public ReadOnlySpan<byte> Bytes(Row row) =>
        _bytes.AsSpan(row.Start, (KindOf(row) == RowKind.Unchanged ? row.Body : row.End) - row.Start);

    private void WriteHead(Record record, RowKind kind)
    {
        Take(1)[0] = (byte)kind;
        Int(record.Raw.Line);
        Int(record.Raw.Position);
        Take(1)[0] = (byte)record.Edition;
        Flag(record.HasId);
        if (record.HasId)
        {
            record.Id.Bytes.CopyTo(Take(32));
        }
    }

    private void Ask(RecordId id, byte[] hash, int start)
    {
        if (Ids.Count == _hashes.Count)
        {
            _hashes.Add(new byte[32]);
        }

        hash.CopyTo(_hashes[Ids.Count], 0);
        Ids.Add(id);
        _asked.Add(start);
    }

    private void WriteAccepted(Record record)
    {
        record.ContentHash.CopyTo(Take(32));
        Flag(record.NaturalPerson);
        Int((int)record.WithholdMask);
        Int(record.DecidedOn?.DayNumber ?? -1);
        Int(record.DueOn?.DayNumber ?? -1);
        Text(RowNotes.Write(record) ?? "");
        Int(record.SubjectId.Length);
        Int(record.Content.Length);
        record.SubjectId.Span.CopyTo(Take(record.SubjectId.Length));
        record.Content.Span.CopyTo(Take(record.Content.Length));
    }

    private void WriteRejected(Record record)
    {
        Text(RowNotes.RawText(record.Raw));
        var errors = record.Violations.FindAll(v => v.Severity == Severity.Error);
        Int(errors.Count);
        foreach (var error in errors)
        {
            Text(error.Rule);
            Text(error.Field);
            Text(error.Message);
        }
    }

    private void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    private void Flag(bool value) => Take(1)[0] = value ? (byte)1 : (byte)0;

    /// <summary>As <see cref="BinaryReader.ReadString"/> reads it.</summary>
    private void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        for (int left = length; ; left >>= 7)
        {
            Take(1)[0] = (byte)(left < 0x80 ? left : left | 0x80);
            if (left < 0x80)
            {
                break;
            }
        }

        Encoding.UTF8.GetBytes(value, Take(length));
    }

    private Span<byte> Take(int length)
    {
        if (_bytes.Length - _length < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + length));
        }

        _length += length;
        return _bytes.AsSpan(_length - length, length);
    }

    /// <summary>Place of a row's payload, and where its bytes begin, what an unchanged row does without begins, and they end.</summary>
    internal readonly record struct Row(int Payload, int Start, int Body, int End);
}
