using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>One row of the outbox, as the queue has it.</summary>
internal readonly record struct OwedRow(long VersionNo, long RecordNo, int Version, short DatasetNo, Operation Operation);
