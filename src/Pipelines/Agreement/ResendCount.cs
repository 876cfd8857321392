namespace CreditHub.Pipelines.Agreement;

/// <summary>Records of a dataset that would be, or are, sent once more, by how their newest version had ended.</summary>
public sealed record ResendCount(string Dataset, string State, string Operation, long Records);
