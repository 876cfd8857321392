namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// Which record, by its id of 64 hex digits or by natural-key field → value, and field → value that is to stand there; an empty value clears the field. Values are
/// brought into form and checked like those that suppliers send.
/// </summary>
public sealed record RecordOverride(string? Record, IReadOnlyDictionary<string, string> Key, IReadOnlyDictionary<string, string> Set);
