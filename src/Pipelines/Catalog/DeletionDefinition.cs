namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// How a row says that its record is gone: <paramref name="Column"/> holds one of <paramref name="Values"/>, or <paramref name="When"/> (an expression over
/// catalog fields) holds. Such a row needs its key only. <paramref name="Reason"/>: DELETED (a later row brings the record back) or REVOKED (none does).
/// </summary>
public sealed record DeletionDefinition(string? Column, IReadOnlyList<string> Values, string? When, string Reason);
