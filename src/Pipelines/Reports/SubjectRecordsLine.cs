namespace CreditHub.Pipelines.Reports;

/// <summary>Records of a subject in one dataset.</summary>
public sealed record SubjectRecordsLine(string Dataset, long Records, long Versions);
