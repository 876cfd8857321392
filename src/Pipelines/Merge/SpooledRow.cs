using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>A checked row as it comes from the <see cref="RecordSpool"/>. The instance is reused: valid until the next is read.</summary>
internal sealed class SpooledRow
{
    private byte[] _bytes = new byte[4096];

    public RowKind Kind { get; set; }

    public int Line { get; set; }

    public int Position { get; set; }

    /// <summary>See <see cref="Record.Edition"/>.</summary>
    public int Edition { get; set; }

    public RecordId? Id { get; set; }

    /// <summary>Notes of an accepted row or empty, reason of an excluded one, raw text of a rejected one.</summary>
    public string Text { get; set; } = "";

    public Violation[] Errors { get; set; } = [];

    public byte[] Hash { get; } = new byte[32];

    public bool NaturalPerson { get; set; }

    public uint WithholdMask { get; set; }

    public DateOnly? DecidedOn { get; set; }

    public DateOnly? DueOn { get; set; }

    public int SubjectLength { get; set; }

    public int ContentLength { get; set; }

    /// <summary>Subject id, UTF-8.</summary>
    public ReadOnlySpan<byte> SubjectId => _bytes.AsSpan(0, SubjectLength);

    /// <summary>Content as stored, UTF-8.</summary>
    public ReadOnlySpan<byte> Content => _bytes.AsSpan(SubjectLength, ContentLength);

    /// <summary>Room for subject id and content, one behind the other.</summary>
    public Span<byte> Reserve()
    {
        if (_bytes.Length < SubjectLength + ContentLength)
        {
            _bytes = new byte[SubjectLength + ContentLength];
        }

        return _bytes.AsSpan(0, SubjectLength + ContentLength);
    }
}
