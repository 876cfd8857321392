namespace CreditHub.Pipelines.Merge;

/// <summary>Verdict on a row.</summary>
internal enum RowKind : byte
{
    Accepted,
    Excluded,
    Rejected,
}
