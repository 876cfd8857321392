namespace CreditHub.Testing.Truth;

/// <summary>A feed's rows in the order they are served, and the counts that follow from them.</summary>
public sealed record FeedTruth(string Dataset, string Edition, IReadOnlyList<TruthRow> Rows)
{
    public int Read => Rows.Count;

    public int New => Count(TruthFate.New);

    public int Duplicate => Count(TruthFate.Duplicate);

    public int Excluded => Count(TruthFate.Excluded);

    public int Rejected => Count(TruthFate.Rejected);

    /// <summary>Rejected rows by <see cref="DefectKind"/>.</summary>
    public IReadOnlyDictionary<string, int> RejectedByKind =>
        Rows.Where(r => r.Fate == TruthFate.Rejected).GroupBy(r => r.Defect!).ToDictionary(g => g.Key, g => g.Count());

    private int Count(TruthFate fate) => Rows.Count(r => r.Fate == fate);
}
