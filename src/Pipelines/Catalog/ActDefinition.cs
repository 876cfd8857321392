namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// What one kind of record does, for records for which <paramref name="When"/> (null = always) holds. <paramref name="Action"/>: withdraw, hold, mark or
/// correct; <paramref name="Reason"/>: REPAIR, OBJECTION, EXPIRED, REVOKED, DELETED or EXEMPT. <paramref name="Field"/> and <paramref name="Value"/>: fields
/// of the act with the field to correct (code or Chinese name) and its right value.
/// </summary>
public sealed record ActDefinition(string Id, string? When, string Action, string Reason, string? Field, string? Value);
