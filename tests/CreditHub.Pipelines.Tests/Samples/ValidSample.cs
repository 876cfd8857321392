namespace CreditHub.Pipelines.Tests.Samples;

/// <summary>A row by column name (field code or Chinese name) and all that must be stored of it.</summary>
internal sealed record ValidSample(string About, IReadOnlyDictionary<string, string?> Row, IReadOnlyDictionary<string, string> Expect);
