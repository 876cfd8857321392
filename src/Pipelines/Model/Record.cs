namespace CreditHub.Pipelines.Model;

/// <summary>
/// One source record after normalisation and checks. The instance is reused: valid until the next record is read.
/// <see cref="Accepted"/> false means rejected (see <see cref="Violations"/>), unless <see cref="ExcludedReason"/> is set.
/// </summary>
public sealed class Record
{
    /// <summary>The raw record it was made of.</summary>
    public required RawRecord Raw { get; set; }

    /// <summary>No error found and not excluded.</summary>
    public bool Accepted { get; set; }

    /// <summary>Accepted, and it says that the record is gone at its supplier: it has an id and no content.</summary>
    public bool Deleted { get; set; }

    /// <summary>Place of its edition in the connector's list of editions, oldest first; 0 where the connector carries one edition.</summary>
    public int Edition { get; init; }

    /// <summary>Why the record is deliberately left out (R28, R30, connector rule), in Chinese, else null.</summary>
    public string? ExcludedReason { get; set; }

    /// <summary>Identity. Set when <see cref="HasId"/>: also on a rejected record whose key fields are whole.</summary>
    public RecordId Id { get; set; }

    /// <summary>Whether <see cref="Id"/> is set.</summary>
    public bool HasId { get; set; }

    /// <summary>SHA-256 of <see cref="Content"/>. Shape: 32 bytes.</summary>
    public byte[] ContentHash { get; } = new byte[32];

    /// <summary>
    /// The record's data as one JSON object in UTF-8: catalog codes in catalog order, absent values left out, dates
    /// YYYY/MM/DD, amounts as plain decimal strings in the catalog's unit. Equal values give equal bytes.
    /// </summary>
    public ReadOnlyMemory<byte> Content { get; set; }

    /// <summary>
    /// Whom the record is about, UTF-8, at most 64 bytes: the unified social credit code, else another organisation code with its
    /// kind (<c>REG:</c>, <c>ORG:</c>, <c>TAX:</c>), else <c>NAME:</c> + digest; for a natural person <c>P:</c> + keyed digest, never the number itself.
    /// </summary>
    public ReadOnlyMemory<byte> SubjectId { get; set; }

    /// <summary>The subject is a natural person.</summary>
    public bool NaturalPerson { get; set; }

    /// <summary>Day of the decision (Beijing date) where the dataset has one.</summary>
    public DateOnly? DecidedOn { get; set; }

    /// <summary>Last working day to deliver (R23), null when the dataset has no deadline or the calendar of that year is unknown.</summary>
    public DateOnly? DueOn { get; set; }

    /// <summary>Bit i set: entry i of the dataset's withhold list matches. At most 32 entries.</summary>
    public uint WithholdMask { get; set; }

    /// <summary>All findings of the record, errors and warnings, not only the first.</summary>
    public List<Violation> Violations { get; } = [];

    /// <summary>Repairs made by normalisers.</summary>
    public List<Repair> Repairs { get; } = [];
}
