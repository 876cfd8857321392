using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>
/// The rows of one transaction: accepted ones by columns, their subjects and contents end to end in one buffer.
/// Reused: two chunks serve a run of any length.
/// </summary>
internal sealed class Chunk(int capacity)
{
    /// <summary>Content beyond this closes a chunk early, so that memory does not depend on the size of a record.</summary>
    private const int FullBytes = 4 << 20;

    private readonly List<byte[]> _hashes = [];
    private byte[] _content = new byte[Math.Min(capacity * 1024, FullBytes)];
    private int _length;

    public int Capacity { get; } = capacity;

    /// <summary>Rows of every kind since <see cref="Clear"/>.</summary>
    public int Rows { get; private set; }

    /// <summary>Last source line in it.</summary>
    public int LastLine { get; private set; }

    /// <summary>The payload ends with it.</summary>
    public bool IsLast { get; set; }

    public List<RecordId> Ids { get; } = new(capacity);

    public List<byte[]> Hashes { get; } = new(capacity);

    public List<AcceptedRow> Accepted { get; } = new(capacity);

    /// <summary>Rows of which the books said while checking went on that they have them; they are only counted.</summary>
    public int Unchanged { get; private set; }

    /// <summary>Keys of the accepted and unchanged rows that may close an open rejection.</summary>
    public List<RecordId> Sound { get; } = [];

    public List<RejectedRow> Rejected { get; } = [];

    public List<NotedRow> Noted { get; } = [];

    /// <summary>Records that rows of this chunk delete, with their lines.</summary>
    public List<(RecordId Id, int Line)> Deleted { get; } = [];

    public bool IsFull => Rows >= Capacity || _length >= FullBytes;

    public int CountNoted(string disposition) => Noted.Count(n => n.Disposition == disposition);

    public void Clear()
    {
        Rows = 0;
        Unchanged = 0;
        LastLine = 0;
        IsLast = false;
        _length = 0;
        Ids.Clear();
        Hashes.Clear();
        Accepted.Clear();
        Sound.Clear();
        Rejected.Clear();
        Noted.Clear();
        Deleted.Clear();
    }

    /// <summary>Content of the n-th accepted row.</summary>
    public ReadOnlySpan<byte> Content(int index) =>
        _content.AsSpan(Accepted[index].Start + Accepted[index].SubjectLength, Accepted[index].ContentLength);

    /// <summary>Subject id of the n-th accepted row, UTF-8.</summary>
    public ReadOnlySpan<byte> SubjectId(int index) => _content.AsSpan(Accepted[index].Start, Accepted[index].SubjectLength);

    public void AddAccepted(SpooledRow row)
    {
        Count(row);
        int start = Append(row.SubjectId, row.Content);
        Ids.Add(row.Id!.Value);
        Hashes.Add(HashBuffer(Hashes.Count, row.Hash));
        Accepted.Add(new AcceptedRow(row.Line, row.Position, row.Edition, start, row.SubjectLength, row.ContentLength, row.NaturalPerson,
            row.WithholdMask, row.DecidedOn, row.DueOn, row.Text.Length == 0 ? null : row.Text, row.Kind == RowKind.Absent));
    }

    public void AddUnchanged(SpooledRow row)
    {
        Count(row);
        Unchanged++;
    }

    /// <summary>Accepted rows to ask the books about: all of them, or without those they did not know a moment ago.</summary>
    public int[] Asks(bool all) => [.. Enumerable.Range(0, Accepted.Count).Where(row => all || !Accepted[row].Absent)];

    public void AddRejected(SpooledRow row)
    {
        Count(row);
        Rejected.Add(new RejectedRow(row.Line, row.Position, row.Edition, row.Id?.ToString(), row.Text, row.Errors));
    }

    public void AddNoted(SpooledRow row, string disposition, string reason)
    {
        Count(row);
        Noted.Add(new NotedRow(row.Line, row.Position, disposition, row.Id?.ToString(), reason));
    }

    /// <summary>The row brings nothing, so it is noted as left out; what it deletes is withdrawn.</summary>
    public void AddDeleted(SpooledRow row, string reason)
    {
        AddNoted(row, "excluded", reason);
        Deleted.Add((row.Id!.Value, row.Line));
    }

    /// <summary>Counts a row that the books already have: a resumed run reads from the start.</summary>
    public void Skip(SpooledRow row) => LastLine = row.Line;

    private void Count(SpooledRow row)
    {
        Rows++;
        LastLine = row.Line;
    }

    private byte[] HashBuffer(int index, byte[] hash)
    {
        if (index == _hashes.Count)
        {
            _hashes.Add(new byte[32]);
        }

        hash.CopyTo(_hashes[index], 0);
        return _hashes[index];
    }

    private int Append(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> content)
    {
        int start = _length;
        _length += subject.Length + content.Length;
        if (_content.Length < _length)
        {
            Array.Resize(ref _content, Math.Max(_content.Length + (_content.Length >> 2), _length));
        }

        subject.CopyTo(_content.AsSpan(start));
        content.CopyTo(_content.AsSpan(start + subject.Length));
        return start;
    }
}

/// <summary>What the books keep of an accepted row beside key, hash and content.</summary>
internal readonly record struct AcceptedRow(
    int Line, int Position, int Edition, int Start, int SubjectLength, int ContentLength, bool NaturalPerson, uint WithholdMask,
    DateOnly? DecidedOn, DateOnly? DueOn, string? Notes, bool Absent);

/// <summary>A refused row with all its errors.</summary>
internal readonly record struct RejectedRow(int Line, int Position, int Edition, string? RecordId, string Raw, Violation[] Violations);

/// <summary>A copy or a row deliberately left out.</summary>
internal readonly record struct NotedRow(int Line, int Position, string Disposition, string? RecordId, string Reason);
