using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// The records of a run between checking and loading: checking must see all of them before the first is stored, and is too costly to do
/// twice. Written and read once, in order; lies in a file without a name that is gone with the process.
/// </summary>
internal sealed class RecordSpool(FileStream file) : IDisposable
{
    private readonly BinaryWriter _writer = new(file);
    private readonly BinaryReader _reader = new(file);
    private readonly List<(long Offset, int Rows)> _payloads = [];
    private int _left;

    /// <summary>Rows written of the payload at this place.</summary>
    public int RowsOf(int payload) => _payloads[payload].Rows;

    /// <summary>Forgets everything.</summary>
    public void Restart()
    {
        file.SetLength(0);
        file.Position = 0;
        _payloads.Clear();
    }

    /// <summary>The records that follow belong to the next payload.</summary>
    public void BeginPayload() => _payloads.Add((file.Position, 0));

    /// <summary>Takes over what the books keep of a record.</summary>
    public void Add(Record record)
    {
        _payloads[^1] = (_payloads[^1].Offset, _payloads[^1].Rows + 1);
        _writer.Write((byte)(record.Accepted ? RowKind.Accepted : record.ExcludedReason is null ? RowKind.Rejected : RowKind.Excluded));
        _writer.Write(record.Raw.Line);
        _writer.Write(record.Raw.Position);
        _writer.Write((byte)record.Edition);
        _writer.Write(record.HasId);
        if (record.HasId)
        {
            _writer.Write(record.Id.Bytes);
        }

        if (record.Accepted)
        {
            AddAccepted(record);
        }
        else if (record.ExcludedReason is string reason)
        {
            _writer.Write(reason);
        }
        else
        {
            AddRejected(record);
        }
    }

    /// <summary>Everything is written; reads the payload at this place from its first record.</summary>
    public void Open(int payload)
    {
        _writer.Flush();
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
            case RowKind.Accepted:
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

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private void AddAccepted(Record record)
    {
        _writer.Write(record.ContentHash);
        _writer.Write(record.NaturalPerson);
        _writer.Write(record.WithholdMask);
        _writer.Write(record.DecidedOn?.DayNumber ?? -1);
        _writer.Write(record.DueOn?.DayNumber ?? -1);
        _writer.Write(RowNotes.Write(record) ?? "");
        _writer.Write(record.SubjectId.Length);
        _writer.Write(record.Content.Length);
        _writer.Write(record.SubjectId.Span);
        _writer.Write(record.Content.Span);
    }

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

    private void AddRejected(Record record)
    {
        _writer.Write(RowNotes.RawText(record.Raw));
        var errors = record.Violations.FindAll(v => v.Severity == Severity.Error);
        _writer.Write(errors.Count);
        foreach (var error in errors)
        {
            _writer.Write(error.Rule);
            _writer.Write(error.Field);
            _writer.Write(error.Message);
        }
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
