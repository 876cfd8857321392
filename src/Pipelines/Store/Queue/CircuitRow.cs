namespace CreditHub.Pipelines.Store.Queue;

/// <summary>How a dataset, or with number 0 the platform, fares with the sender. <paramref name="Since"/>: when its circuit last turned, or the sender began; <paramref name="Records"/> and <paramref name="Bytes"/>: how large packets may be.</summary>
internal readonly record struct CircuitRow(short DatasetNo, bool IsOpen, DateTimeOffset Since, string? Reason, int Records, int Bytes);
