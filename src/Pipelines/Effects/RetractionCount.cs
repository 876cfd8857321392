namespace CreditHub.Pipelines.Effects;

/// <summary>
/// What a stricter boundary does at one platform, in records: <paramref name="Withdrawn"/> are taken back, <paramref name="Replaced"/> published again with
/// less, <paramref name="Excluded"/> waited in the queue and never leave.
/// </summary>
public sealed record RetractionCount(int Withdrawn, int Replaced, int Excluded)
{
    internal static readonly RetractionCount None = new(0, 0, 0);

    internal int All => Withdrawn + Replaced + Excluded;

    /// <summary>Both together.</summary>
    public static RetractionCount operator +(RetractionCount left, RetractionCount right) =>
        new(left.Withdrawn + right.Withdrawn, left.Replaced + right.Replaced, left.Excluded + right.Excluded);
}
