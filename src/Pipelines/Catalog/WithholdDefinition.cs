namespace CreditHub.Pipelines.Catalog;

/// <summary>Records matching <paramref name="When"/> are not owed to platforms that <paramref name="From"/> names: <c>public</c> (platforms that publish) or <c>all</c>.</summary>
public sealed record WithholdDefinition(string When, string From, string Reason)
{
    /// <summary>Own dates of the records it is for.</summary>
    public Period Period { get; init; } = Period.Always;
}
