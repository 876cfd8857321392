namespace CreditHub.Pipelines.Catalog;

/// <summary>Supplier: its unified social credit code (or own short code) and Chinese name.</summary>
public sealed record SupplierDefinition(string Code, string Name);
