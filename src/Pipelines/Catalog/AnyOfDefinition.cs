namespace CreditHub.Pipelines.Catalog;

/// <summary>At least one of <paramref name="Fields"/> when <paramref name="When"/> (null = always).</summary>
public sealed record AnyOfDefinition(string Id, IReadOnlyList<string> Fields, string? When)
{
    /// <summary>Own dates of the records it is for.</summary>
    public Period Period { get; init; } = Period.Always;
}
