namespace CreditHub.Pipelines.Reports;

/// <summary>One broken rule, in Chinese for the department.</summary>
public sealed record RejectionCause
{
    /// <summary>Rule.</summary>
    public required string Rule { get; init; }

    /// <summary>Catalog field, empty when none.</summary>
    public string Field { get; init; } = "";

    /// <summary>What is wrong and what to do.</summary>
    public required string Reason { get; init; }
}
