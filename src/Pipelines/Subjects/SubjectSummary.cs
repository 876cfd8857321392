namespace CreditHub.Pipelines.Subjects;

/// <summary>What a step did. <paramref name="Runs"/>: runs finished; <paramref name="Records"/>: versions looked at; <paramref name="Problem"/>: why it stopped early, or null.</summary>
public sealed record SubjectSummary(int Runs, long Records, string? Problem);
