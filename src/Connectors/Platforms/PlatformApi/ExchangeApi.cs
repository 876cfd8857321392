using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.NationalCryptography;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <inheritdoc cref="IExchangeApi"/>
/// <remarks>With an envelope, packets leave sealed and answers to packets and to questions (not token and limits) must come sealed for the same nonce; what does not open has no body.</remarks>
internal sealed class ExchangeApi(HttpCall call, Uri address, PlatformApiSettings settings, SmEnvelope? envelope, TimeProvider time) : IExchangeApi
{
    private const string NonceHeader = "X-Envelope-Nonce";
    private readonly string _root = address.AbsoluteUri.TrimEnd('/');

    public async Task<HttpAnswer> PostTokenAsync(string clientId, string clientSecret, CancellationToken ct)
    {
        var form = settings.Token;
        using var request = new HttpRequestMessage(HttpMethod.Post, _root + settings.Paths.Token)
        {
            Content = form.Style == "json"
                ? JsonContent.Create(new Dictionary<string, string> { [form.ClientId] = clientId, [form.ClientSecret] = clientSecret })
                : new FormUrlEncodedContent([new("grant_type", "client_credentials"), new(form.ClientId, clientId), new(form.ClientSecret, clientSecret)]),
        };
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    public async Task<HttpAnswer> GetLimitsAsync(string token, CancellationToken ct)
    {
        using var request = Authorized(HttpMethod.Get, settings.Paths.Limits, token);
        return await SendAsync(request, default, ct).ConfigureAwait(false);
    }

    public async Task<HttpAnswer> PostPacketAsync(string token, Packet packet, CancellationToken ct)
    {
        string nonce = SmEnvelope.NewNonce();
        var body = envelope?.Seal(packet.Body.Span, nonce) ?? packet.Body;
        byte[] sha256 = envelope is null ? packet.Sha256 : SHA256.HashData(body.Span);
        using var request = Authorized(HttpMethod.Post, Fill(settings.Paths.Packets, packet.Dataset, packet.Id), token);
        request.Headers.Add("Idempotency-Key", packet.Id.ToString("D"));
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Content.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(sha256)}:");
        return Opened(await SendAsync(request, body, ct).ConfigureAwait(false), nonce);
    }

    public Task<HttpAnswer> GetReceiptAsync(string token, Guid packetId, CancellationToken ct) => AskAsync(Fill(settings.Paths.Receipts, "", packetId), token, ct);

    public Task<HttpAnswer> GetListAsync(string token, string list, CancellationToken ct) => AskAsync(settings.Paths.Lists + "/" + list, token, ct);

    /// <summary>A question without a body; with an envelope its nonce goes in a header, and the answer must be sealed for it.</summary>
    private async Task<HttpAnswer> AskAsync(string path, string token, CancellationToken ct)
    {
        string nonce = SmEnvelope.NewNonce();
        using var request = Authorized(HttpMethod.Get, path, token);
        if (envelope is not null)
        {
            request.Headers.Add(NonceHeader, nonce);
        }

        return Opened(await SendAsync(request, default, ct).ConfigureAwait(false), nonce);
    }

    private Task<HttpAnswer> SendAsync(HttpRequestMessage request, ReadOnlyMemory<byte> body, CancellationToken ct)
    {
        settings.Signature?.Sign(request, body.Span, time);
        return call.SendAsync(request, ct);
    }

    private HttpAnswer Opened(HttpAnswer answer, string nonce) =>
        envelope is null || answer.Status is not (200 or 202) ? answer : answer with { Body = envelope.Open(answer.Body, nonce) };

    private static string Fill(string path, string dataset, Guid packetId) => path
        .Replace("{dataset}", Uri.EscapeDataString(dataset), StringComparison.Ordinal).Replace("{packetId}", packetId.ToString("D"), StringComparison.Ordinal);

    private HttpRequestMessage Authorized(HttpMethod verb, string path, string token)
    {
        var request = new HttpRequestMessage(verb, _root + path);
        request.Headers.TryAddWithoutValidation(settings.Token.Header, settings.Token.Scheme.Length > 0 ? settings.Token.Scheme + " " + token : token);
        return request;
    }
}
