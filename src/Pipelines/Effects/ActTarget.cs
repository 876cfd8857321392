namespace CreditHub.Pipelines.Effects;

/// <summary>
/// A record that a person is about to act on. <paramref name="Standing"/>: published, edited, withdrawn or deleted; <paramref name="Holding"/>: platforms
/// that hold it by their receipts; <paramref name="Waiting"/>: platforms something about it is owed to.
/// </summary>
public sealed record ActTarget(string RecordId, string Dataset, int Version, string Standing, string[] Holding, string[] Waiting);
