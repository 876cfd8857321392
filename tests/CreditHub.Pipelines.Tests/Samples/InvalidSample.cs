namespace CreditHub.Pipelines.Tests.Samples;

/// <summary>What is changed in the first valid row, and exactly what must be found then.</summary>
internal sealed record InvalidSample(string About, IReadOnlyDictionary<string, string?> Change, IReadOnlyList<SampleFinding> Findings);
