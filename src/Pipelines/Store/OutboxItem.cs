using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Store;

/// <summary>One version owed to a platform, with what is needed to send it.</summary>
internal sealed record OutboxItem(
    long VersionNo, long RecordNo, int Version, short DatasetNo, Operation Operation, string? Reason, RecordId RecordId, ReadOnlyMemory<byte> Content);
