using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// The rows of one transaction, copied out of the reused record: accepted ones by columns, their content end to end in one buffer.
/// Reused: three chunks serve a run of any length.
/// </summary>
internal sealed class Chunk(int capacity)
{
    /// <summary>Content beyond this closes a chunk early, so that memory does not depend on the size of a record.</summary>
    private const int FullBytes = 4 << 20;

    private byte[] _content = new byte[Math.Min(capacity * 1024, FullBytes)];
    private readonly List<int> _ends = new(capacity);

    public int Capacity { get; } = capacity;

    /// <summary>Rows of every kind since <see cref="Clear"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Last source line in it.</summary>
    public int LastLine { get; private set; }

    public List<RecordId> Ids { get; } = new(capacity);

    public List<byte[]> Hashes { get; } = new(capacity);

    public List<AcceptedRow> Accepted { get; } = new(capacity);

    public List<RejectedRow> Rejected { get; } = [];

    public List<NotedRow> Noted { get; } = [];

    public bool IsFull => Rows >= Capacity || (_ends.Count > 0 && _ends[^1] >= FullBytes);

    public int CountNoted(string disposition) => Noted.Count(n => n.Disposition == disposition);

    public void Clear()
    {
        Rows = 0;
        LastLine = 0;
        _ends.Clear();
        Ids.Clear();
        Hashes.Clear();
        Accepted.Clear();
        Rejected.Clear();
        Noted.Clear();
    }

    /// <summary>Content of the n-th accepted row.</summary>
    public ReadOnlyMemory<byte> Content(int index)
    {
        int start = index == 0 ? 0 : _ends[index - 1];
        return _content.AsMemory(start, _ends[index] - start);
    }

    public void AddAccepted(Record record)
    {
        Count(record);
        Append(record.Content.Span);
        Ids.Add(record.Id);
        Hashes.Add(record.ContentHash.AsSpan().ToArray());
        Accepted.Add(new AcceptedRow(
            record.Raw.Line, record.Raw.Position, System.Text.Encoding.UTF8.GetString(record.SubjectId.Span), record.NaturalPerson,
            record.WithholdMask, record.DecidedOn, record.DueOn, RowNotes.Write(record)));
    }

    public void AddRejected(Record record)
    {
        Count(record);
        Rejected.Add(new RejectedRow(
            record.Raw.Line, record.Raw.Position, record.HasId ? record.Id.ToString() : null, RowNotes.RawText(record.Raw),
            [.. record.Violations.Where(v => v.Severity == Severity.Error)]));
    }

    public void AddNoted(Record record, string disposition, string reason)
    {
        Count(record);
        Noted.Add(new NotedRow(record.Raw.Line, record.Raw.Position, disposition, record.HasId ? record.Id.ToString() : null, reason));
    }

    /// <summary>Counts a row that the books already have: a resumed run reads from the start.</summary>
    public void Skip(Record record) => LastLine = record.Raw.Line;

    private void Count(Record record)
    {
        Rows++;
        LastLine = record.Raw.Line;
    }

    private void Append(ReadOnlySpan<byte> content)
    {
        int start = _ends.Count == 0 ? 0 : _ends[^1];
        if (_content.Length - start < content.Length)
        {
            Array.Resize(ref _content, Math.Max(_content.Length + (_content.Length >> 2), start + content.Length));
        }

        content.CopyTo(_content.AsSpan(start));
        _ends.Add(start + content.Length);
    }
}

/// <summary>What the books keep of an accepted row beside key, hash and content.</summary>
internal readonly record struct AcceptedRow(
    int Line, int Position, string SubjectId, bool NaturalPerson, uint WithholdMask, DateOnly? DecidedOn, DateOnly? DueOn, string? Notes);

/// <summary>A refused row with all its errors.</summary>
internal readonly record struct RejectedRow(int Line, int Position, string? RecordId, string Raw, Violation[] Violations);

/// <summary>A copy or a row deliberately left out.</summary>
internal readonly record struct NotedRow(int Line, int Position, string Disposition, string? RecordId, string Reason);
