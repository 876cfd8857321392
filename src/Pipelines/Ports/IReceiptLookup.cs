using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>Asks what became of a packet.</summary>
public interface IReceiptLookup
{
    /// <summary>The receipt of a packet, or <see cref="AnswerKind.NotReceived"/>.</summary>
    Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct);

    /// <summary>
    /// The same for a platform that knows rows or files instead of packets: told what was sent, it can say which records are still to be decided.
    /// The relay asks this way; by default the packet id is enough.
    /// </summary>
    Task<DeliveryAnswer> FindAsync(Model.Delivery delivery, CancellationToken ct) => FindAsync(delivery.PacketId, ct);
}
