namespace CreditHub.Pipelines.Tests.Samples;

/// <summary>
/// A row by column name (field code or Chinese name), all that must be stored of it, whether it is about a natural person, and from whom it is withheld:
/// <c>public</c>, <c>all</c> or nobody.
/// </summary>
internal sealed record ValidSample(
    string About, IReadOnlyDictionary<string, string?> Row, IReadOnlyDictionary<string, string> Expect, bool Person = false, string? Withheld = null);
