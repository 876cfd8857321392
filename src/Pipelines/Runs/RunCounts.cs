namespace CreditHub.Pipelines.Runs;

/// <summary>Rows of a run: <c>Read = New + Changed + Unchanged + Duplicate + Excluded + Rejected</c>, always. <c>Declared</c>: what the source itself announced, null when it said nothing.</summary>
public sealed record RunCounts(
    long Read, long New, long Changed, long Unchanged, long Duplicate, long Excluded, long Rejected, long Withdrawn, long? Declared)
{
    /// <summary>Nothing read.</summary>
    public static RunCounts Zero { get; } = new(0, 0, 0, 0, 0, 0, 0, 0, null);
}
