using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// The remote API, one member for each endpoint, shaped as a Refit interface would be: verb and path in the summary, typed arguments, the raw answer back.
/// Errors of all members: <see cref="HttpFaultException"/>.
/// </summary>
internal interface IExchangeApi
{
    /// <summary>POST /oauth/token (form).</summary>
    Task<HttpAnswer> PostTokenAsync(string clientId, string clientSecret, CancellationToken ct);

    /// <summary>GET /exchange/v1/limits.</summary>
    Task<HttpAnswer> GetLimitsAsync(string token, CancellationToken ct);

    /// <summary>POST /exchange/v1/{dataset}/packets with Idempotency-Key and Content-Digest.</summary>
    Task<HttpAnswer> PostPacketAsync(string token, Packet packet, CancellationToken ct);

    /// <summary>GET /exchange/v1/receipts/{packetId}.</summary>
    Task<HttpAnswer> GetReceiptAsync(string token, Guid packetId, CancellationToken ct);

    /// <summary>GET /exchange/v1/{list}: holdings of a dataset or feedback, one page.</summary>
    Task<HttpAnswer> GetListAsync(string token, string list, CancellationToken ct);
}
