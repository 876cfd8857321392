namespace CreditHub.Pipelines.Catalog;

/// <summary>One code. A value equal to the code, the name or an alias is normalised to <paramref name="Code"/> (rule <c>enum</c>) or <paramref name="Name"/> (rule <c>enum_name</c>).</summary>
public sealed record CodeItem(string Code, string Name, IReadOnlyList<string> Aliases)
{
    /// <summary>Own dates of the records that may carry it.</summary>
    public Period Period { get; init; } = Period.Always;
}
