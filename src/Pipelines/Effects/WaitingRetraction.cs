namespace CreditHub.Pipelines.Effects;

/// <summary>
/// What a stricter configuration would take back of a dataset at a platform, counted at <paramref name="Since"/> (UTC), and that waits for a person:
/// <paramref name="Withdrawn"/> records there, <paramref name="Replaced"/> published again with less, of <paramref name="HeldThere"/>. <paramref name="Confirmed"/>:
/// a person agreed, its sender has not begun yet.
/// </summary>
public sealed record WaitingRetraction(string Platform, string Dataset, string Edition, DateTime Since, long Withdrawn, long Replaced, long HeldThere, bool Confirmed);
