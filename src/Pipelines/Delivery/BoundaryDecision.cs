namespace CreditHub.Pipelines.Delivery;

/// <summary>Whether a platform is owed a version. <paramref name="Reason"/>: Chinese, set when excluded.</summary>
internal readonly record struct BoundaryDecision(BoundaryVerdict Verdict, string? Reason = null)
{
    /// <summary>To be delivered.</summary>
    public static BoundaryDecision Owed => new(BoundaryVerdict.Owed);

    /// <summary>Nothing to do with this platform.</summary>
    public static BoundaryDecision NotConcerned => new(BoundaryVerdict.NotConcerned);

    /// <summary>Deliberately kept back.</summary>
    public static BoundaryDecision Excluded(string reason) => new(BoundaryVerdict.Excluded, reason);
}

/// <summary>Kinds of a decision.</summary>
internal enum BoundaryVerdict
{
    /// <summary>The platform does not take this dataset: no outbox row.</summary>
    NotConcerned,

    /// <summary>The platform takes the dataset, this record is kept back with a reason: outbox row <c>excluded</c>.</summary>
    Excluded,

    /// <summary>Outbox row <c>pending</c>.</summary>
    Owed,
}
