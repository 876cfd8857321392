namespace CreditHub.Pipelines.Catalog;

/// <summary>How many years a record is kept, and the document that says so.</summary>
public sealed record RetentionDefinition(int Years, string Source);
