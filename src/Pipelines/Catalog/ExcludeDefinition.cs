namespace CreditHub.Pipelines.Catalog;

/// <summary>Leaves records out. <paramref name="When"/> is an expression over catalog fields.</summary>
public sealed record ExcludeDefinition(string When, string Reason);
