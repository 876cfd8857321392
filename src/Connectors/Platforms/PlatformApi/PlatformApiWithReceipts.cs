using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.PlatformApi.Wire;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>A platform that can be asked what became of a packet (protocol, section 4).</summary>
internal sealed class PlatformApiWithReceipts(ExchangeClient api, TokenCache tokens, WireForm? wire) : PlatformApiPlatform(api, tokens, wire), IReceiptLookup
{
    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct) => AskReceiptAsync(packetId, null, ct);

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Delivery delivery, CancellationToken ct) => AskReceiptAsync(delivery.PacketId, delivery, ct);
}
