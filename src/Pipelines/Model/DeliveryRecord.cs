namespace CreditHub.Pipelines.Model;

/// <summary>One version in a delivery. <paramref name="Data"/>: JSON object in UTF-8, masked and reduced for this platform; empty for a withdrawal.</summary>
public readonly record struct DeliveryRecord(
    RecordId Id,
    int Version,
    Operation Operation,
    string? Reason,
    ReadOnlyMemory<byte> Data);
