namespace CreditHub.Pipelines.Merge;

/// <summary>Verdict on a row. <see cref="Unchanged"/> and <see cref="Absent"/> are accepted rows of which the books were asked while checking went on; see <see cref="ProbeAhead"/>.</summary>
internal enum RowKind : byte
{
    Accepted,
    Excluded,
    Rejected,

    /// <summary>The books had this very record: nothing is to be written.</summary>
    Unchanged,

    /// <summary>The books had no record of this key.</summary>
    Absent,

    /// <summary>Says that its record is gone.</summary>
    Deleted,
}
