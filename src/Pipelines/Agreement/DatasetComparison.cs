namespace CreditHub.Pipelines.Agreement;

/// <summary>One dataset in a comparison: what is held there and, by our receipts, here; what was left out because it is on its way; and what differs.</summary>
public sealed record DatasetComparison(string Dataset, long HeldThere, long HeldHere, long UnderWay, long Differences);
