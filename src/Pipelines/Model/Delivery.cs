namespace CreditHub.Pipelines.Model;

/// <summary>One attempt to tell one platform about a group of versions of one dataset and edition. Rebuilt from the store for a repeat: the same delivery gives the same bytes.</summary>
public sealed record Delivery(
    Guid PacketId,
    string Sender,
    string Dataset,
    string Edition,
    DateTimeOffset SentAt,
    IReadOnlyList<DeliveryRecord> Records);

/// <summary>One version in a delivery. <paramref name="Data"/>: JSON object in UTF-8, masked and reduced for this platform; empty for a withdrawal.</summary>
public readonly record struct DeliveryRecord(
    RecordId Id,
    int Version,
    Operation Operation,
    string? Reason,
    ReadOnlyMemory<byte> Data);

/// <summary>A delivery in the platform's own form. <paramref name="Sha256"/> is of <paramref name="Body"/>.</summary>
public sealed record ComposedDelivery(Delivery Delivery, ReadOnlyMemory<byte> Body, byte[] Sha256);

/// <summary>Limits a platform states or config sets; the stricter wins.</summary>
public sealed record PlatformLimits(int MaxRecords, int MaxBytes, int RequestsPerMinute, int MaxInFlight);
