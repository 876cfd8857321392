using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// The records of a run between checking and loading: checking must see all of them before the first is stored, and is too costly to do
/// twice. Written and read once, in order; lies in a file without a name that is gone with the process. Of rows that the books already have
/// (see <see cref="ProbeAhead"/>) it holds a few bytes.
/// </summary>
internal sealed class RecordSpool(Stream file) : IDisposable
{
    private readonly BinaryReader _reader = new(file);
    private readonly List<(long Offset, int Rows)> _payloads = [];
    private long _length;
    private int _left;

    /// <summary>Rows written of the payload at this place.</summary>
    public int RowsOf(int payload) => _payloads[payload].Rows;

    /// <summary>Forgets everything.</summary>
    public void Restart()
    {
        file.SetLength(0);
        file.Position = _length = 0;
        _payloads.Clear();
    }

    /// <summary>There is one payload more; gives its place.</summary>
    public int BeginPayload()
    {
        _payloads.Add((_length, 0));
        return _payloads.Count - 1;
    }

    /// <summary>Writes the rows of a block behind those before it.</summary>
    public void Append(SpoolBlock block)
    {
        foreach (var row in block.All)
        {
            var (offset, rows) = _payloads[row.Payload];
            _payloads[row.Payload] = (rows == 0 ? _length : offset, rows + 1);
            var bytes = block.Bytes(row);
            file.Write(bytes);
            _length += bytes.Length;
        }
    }

    /// <summary>Everything is written; reads the payload at this place from its first record.</summary>
    public void Open(int payload)
    {
        file.Position = _payloads[payload].Offset;
        _left = _payloads[payload].Rows;
    }

    /// <summary>Reads the next record of the payload into the row; false at its end.</summary>
    public bool TryRead(SpooledRow row)
    {
        if (_left == 0)
        {
            return false;
        }

        _left--;
        row.Kind = (RowKind)_reader.ReadByte();
        row.Line = _reader.ReadInt32();
        row.Position = _reader.ReadInt32();
        row.Edition = _reader.ReadByte();
        row.Id = _reader.ReadBoolean() ? ReadId() : null;
        switch (row.Kind)
        {
            case RowKind.Unchanged or RowKind.Deleted:
                break;
            case RowKind.Accepted or RowKind.Absent:
                ReadAccepted(row);
                break;
            case RowKind.Excluded:
                row.Text = _reader.ReadString();
                break;
            default:
                ReadRejected(row);
                break;
        }

        return true;
    }

    public void Dispose() => _reader.Dispose();

    private void ReadAccepted(SpooledRow row)
    {
        _reader.ReadExactly(row.Hash);
        row.NaturalPerson = _reader.ReadBoolean();
        row.WithholdMask = _reader.ReadUInt32();
        row.DecidedOn = ReadDay();
        row.DueOn = ReadDay();
        row.Text = _reader.ReadString();
        row.SubjectLength = _reader.ReadInt32();
        row.ContentLength = _reader.ReadInt32();
        _reader.ReadExactly(row.Reserve());
    }

    private void ReadRejected(SpooledRow row)
    {
        row.Text = _reader.ReadString();
        row.Errors = new Violation[_reader.ReadInt32()];
        for (int i = 0; i < row.Errors.Length; i++)
        {
            row.Errors[i] = new Violation(_reader.ReadString(), _reader.ReadString(), _reader.ReadString());
        }
    }

    private RecordId ReadId()
    {
        Span<byte> bytes = stackalloc byte[32];
        _reader.ReadExactly(bytes);
        return new RecordId(bytes);
    }

    private DateOnly? ReadDay() => _reader.ReadInt32() is >= 0 and var day ? DateOnly.FromDayNumber(day) : null;
}
