namespace CreditHub.Pipelines.Catalog;

/// <summary>Characters kept when a value is masked.</summary>
public sealed record MaskDefinition(int Left, int Right);
