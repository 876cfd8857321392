using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>Asks what became of a packet.</summary>
public interface IReceiptLookup
{
    /// <summary>The receipt of a packet, or <see cref="AnswerKind.NotReceived"/>.</summary>
    Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct);
}
