using System.Net.Http.Headers;
using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <inheritdoc cref="IExchangeApi"/>
internal sealed class ExchangeApi(HttpCall call, Uri address) : IExchangeApi
{
    private readonly string _root = address.AbsoluteUri.TrimEnd('/');

    public async Task<HttpAnswer> PostTokenAsync(string clientId, string clientSecret, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _root + "/oauth/token")
        {
            Content = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"),
                new("client_id", clientId),
                new("client_secret", clientSecret),
            ]),
        };
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    public async Task<HttpAnswer> GetLimitsAsync(string token, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Get, "/exchange/v1/limits", token);
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    public async Task<HttpAnswer> PostPacketAsync(string token, Packet packet, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Post, $"/exchange/v1/{Uri.EscapeDataString(packet.Dataset)}/packets", token);
        request.Headers.Add("Idempotency-Key", packet.Id.ToString("D"));
        request.Content = new ReadOnlyMemoryContent(packet.Body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Content.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(packet.Sha256)}:");
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    public async Task<HttpAnswer> GetReceiptAsync(string token, Guid packetId, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Get, $"/exchange/v1/receipts/{packetId:D}", token);
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    public async Task<HttpAnswer> GetListAsync(string token, string list, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Get, "/exchange/v1/" + list, token);
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    private HttpRequestMessage Authorized(HttpMethod verb, string path, string token)
    {
        var request = new HttpRequestMessage(verb, _root + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}
