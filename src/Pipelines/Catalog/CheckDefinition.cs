using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>A cross-field check: violated when <paramref name="Expression"/> is false. <paramref name="Rule"/> names a coded check instead, when set.</summary>
public sealed record CheckDefinition(string Id, Severity Severity, string? Expression, string? Rule, IReadOnlyList<string> Arguments, string Message)
{
    /// <summary>Own dates of the records it is for.</summary>
    public Period Period { get; init; } = Period.Always;
}
