namespace CreditHub.Pipelines.Model;

/// <summary>One attempt to tell one platform about a group of versions of one dataset and edition. Rebuilt from the store for a repeat: the same delivery gives the same bytes.</summary>
public sealed record Delivery(
    Guid PacketId,
    string Sender,
    string Dataset,
    string Edition,
    DateTimeOffset SentAt,
    IReadOnlyList<DeliveryRecord> Records);
