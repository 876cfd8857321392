namespace CreditHub.Pipelines.Reports;

/// <summary>Subjects at a glance. <paramref name="OpenFindings"/>: names and codes that contradict each other; <paramref name="WaitingRuns"/>: ended runs whose subjects are still to be found.</summary>
public sealed record SubjectStatus(long Live, long OpenFindings, long WaitingRuns);
