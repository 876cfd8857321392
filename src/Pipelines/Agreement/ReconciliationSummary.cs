namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// What a comparison with a platform found. <paramref name="Number"/>: that of <c>evidence.reconciliation</c>, 0 when none took place.
/// <paramref name="Serious"/>: published there though withdrawn here. <paramref name="SentAgain"/>: records put back into the queue because of it.
/// <paramref name="Message"/>: why it did not end, else empty.
/// </summary>
public sealed record ReconciliationSummary(
    string Platform, long Number, IReadOnlyList<DatasetComparison> Datasets, long Serious, long SentAgain, string Message)
{
    /// <summary>Another process compares this platform now.</summary>
    public bool IsElsewhere { get; init; }

    /// <summary>All datasets were compared.</summary>
    public bool Succeeded => Message.Length == 0;
}
