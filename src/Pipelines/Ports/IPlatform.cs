using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>
/// Speaks one platform's language. Maps a delivery to its message and its answer to outcomes; retry, batching, leases and
/// receipts are the relay's business. Answers are values; only cancellation throws.
/// </summary>
public interface IPlatform
{
    /// <summary>What the platform takes; asked at start, hourly and after an answer that says the limits changed. Null when it cannot be asked now.</summary>
    Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct);

    /// <summary>The bytes to send. Pure: the same delivery gives the same bytes.</summary>
    ComposedDelivery Compose(Model.Delivery delivery);

    /// <summary>Sends once, with the packet id as idempotency key.</summary>
    Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct);
}
