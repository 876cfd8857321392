namespace CreditHub.Pipelines.Reports;

/// <summary>A code, number or digest of a subject. <paramref name="State"/>: current, former or void; <paramref name="VersionNo"/>: version where it was first seen, <paramref name="RulingNo"/>: version of the correction that set its state.</summary>
public sealed record SubjectCodeLine(string Key, string Kind, string State, DateOnly Since, DateOnly? Until, string? Successor, long VersionNo, long? RulingNo);
