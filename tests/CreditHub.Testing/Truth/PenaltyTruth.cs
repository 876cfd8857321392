namespace CreditHub.Testing.Truth;

/// <summary>What a file of <see cref="PenaltyFile"/> holds. <see cref="Changed"/>: records that differ from the file written without changes.</summary>
public sealed record PenaltyTruth(int Read, int New, int Duplicate, int Rejected, int Changed, IReadOnlyDictionary<string, int> RejectedByKind, long Bytes);
