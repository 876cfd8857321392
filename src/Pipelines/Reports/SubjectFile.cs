namespace CreditHub.Pipelines.Reports;

/// <summary>One legal or natural person: names and codes with their history, records a dataset, open findings. A natural person has no name here.</summary>
public sealed record SubjectFile(long SubjectNo, string? Library, bool NaturalPerson, string? Name)
{
    /// <summary>Current name first.</summary>
    public IReadOnlyList<SubjectNameLine> Names { get; init; } = [];

    /// <summary>Unified codes first.</summary>
    public IReadOnlyList<SubjectCodeLine> Codes { get; init; } = [];

    /// <summary>By dataset.</summary>
    public IReadOnlyList<SubjectRecordsLine> Records { get; init; } = [];

    /// <summary>Open ones.</summary>
    public IReadOnlyList<SubjectFindingLine> Findings { get; init; } = [];
}
