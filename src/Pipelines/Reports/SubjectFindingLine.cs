namespace CreditHub.Pipelines.Reports;

/// <summary>Something that contradicts: what, in which version of which record.</summary>
public sealed record SubjectFindingLine(string Rule, string Key, string Field, string Message, string RecordId, int Version, DateTime RaisedAt);
