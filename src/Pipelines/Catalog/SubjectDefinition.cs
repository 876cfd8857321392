namespace CreditHub.Pipelines.Catalog;

/// <summary>Fields naming the subject; each null when the dataset has none. <paramref name="PersonWhen"/>: expression that is true for a natural person, null when never (or always, if only <paramref name="PersonId"/> is given).</summary>
public sealed record SubjectDefinition(
    string? Name, string? Uscc, string? OrgCode, string? RegNo, string? TaxNo, string? PersonId, string? PersonWhen);
