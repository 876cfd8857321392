namespace CreditHub.Connectors.Databases.Reading;

/// <summary>A row that is to be marked as taken: its key and, where the table has one, the time stamp it was read with.</summary>
internal sealed record MarkKey(KeyValue Id, KeyValue? Time);
