using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.NationalCryptography;
using Refit;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// Asks the remote API: one member for each endpoint, the raw answer back. Errors of all members: <see cref="HttpFaultException"/>. With an envelope, packets leave sealed
/// and answers to packets and to questions (not token and limits) must come sealed for the same nonce; what does not open has no body.
/// </summary>
internal sealed class ExchangeClient(HttpClient client, HttpCall call, Uri address, PlatformApiSettings settings, SmEnvelope? envelope, TimeProvider time)
{
    private const string NonceHeader = "X-Envelope-Nonce";
    private static readonly Dictionary<string, string> Nothing = [];

    private readonly IExchangeApi _api = RestService.For<IExchangeApi>(client);
    private readonly string _root = address.AbsolutePath.Trim('/');

    /// <summary>A new token.</summary>
    public async Task<HttpAnswer> PostTokenAsync(string clientId, string clientSecret, CancellationToken ct)
    {
        var form = settings.Token;
        HttpContent body = form.Style == "json"
            ? JsonContent.Create(new Dictionary<string, string> { [form.ClientId] = clientId, [form.ClientSecret] = clientSecret })
            : new FormUrlEncodedContent([new("grant_type", "client_credentials"), new(form.ClientId, clientId), new(form.ClientSecret, clientSecret)]);
        return await call.SendAsync(body, (content, stop) => _api.PostAsync(Path(settings.Paths.Token), content!, Nothing, null, stop), ct).ConfigureAwait(false);
    }

    /// <summary>What the platform takes at once.</summary>
    public Task<HttpAnswer> GetLimitsAsync(string token, CancellationToken ct) => GetAsync(settings.Paths.Limits, Nothing, Authorized(token), ct);

    /// <summary>A packet, with Idempotency-Key and Content-Digest.</summary>
    public async Task<HttpAnswer> PostPacketAsync(string token, Packet packet, CancellationToken ct)
    {
        string nonce = SmEnvelope.NewNonce();
        var sealedBody = envelope?.Seal(packet.Body.Span, nonce) ?? packet.Body;
        byte[] sha256 = envelope is null ? packet.Sha256 : SHA256.HashData(sealedBody.Span);
        var body = new ReadOnlyMemoryContent(sealedBody);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        body.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(sha256)}:");
        var headers = Authorized(token);
        headers.Add("Idempotency-Key", packet.Id.ToString("D"));
        string path = Path(settings.Paths.Packets, packet.Dataset, packet.Id);
        return Opened(await call.SendAsync(body, (content, stop) => _api.PostAsync(path, content!, headers, Signed(sealedBody), stop), ct).ConfigureAwait(false), nonce);
    }

    /// <summary>The receipt of a packet.</summary>
    public Task<HttpAnswer> GetReceiptAsync(string token, Guid packetId, CancellationToken ct) => AskAsync(Fill(settings.Paths.Receipts, "", packetId), Nothing, token, ct);

    /// <summary>One page of a list (holdings of a dataset, feedback) below the path of lists.</summary>
    public Task<HttpAnswer> GetListAsync(string token, string list, string after, int limit, CancellationToken ct) => AskAsync(
        settings.Paths.Lists + "/" + list, new() { ["after"] = after, ["limit"] = limit.ToString(CultureInfo.InvariantCulture) }, token, ct);

    /// <summary>A question without a body; with an envelope its nonce goes in a header, and the answer must be sealed for it.</summary>
    private async Task<HttpAnswer> AskAsync(string path, Dictionary<string, string> query, string token, CancellationToken ct)
    {
        string nonce = SmEnvelope.NewNonce();
        var headers = Authorized(token);
        if (envelope is not null)
        {
            headers.Add(NonceHeader, nonce);
        }

        return Opened(await GetAsync(path, query, headers, ct).ConfigureAwait(false), nonce);
    }

    private Task<HttpAnswer> GetAsync(string path, Dictionary<string, string> query, Dictionary<string, string> headers, CancellationToken ct) =>
        call.SendAsync(null, (_, stop) => _api.GetAsync(Path(path), query, headers, Signed(default), stop), ct);

    private Action<HttpRequestMessage>? Signed(ReadOnlyMemory<byte> body) =>
        settings.Signature is { } signature ? request => signature.Sign(request, body.Span, time) : null;

    private HttpAnswer Opened(HttpAnswer answer, string nonce) =>
        envelope is null || answer.Status is not (200 or 202) ? answer : answer with { Body = envelope.Open(answer.Body, nonce) };

    private string Path(string path, string dataset = "", Guid packetId = default) => (_root + Fill(path, dataset, packetId)).TrimStart('/');

    private static string Fill(string path, string dataset, Guid packetId) => path
        .Replace("{dataset}", dataset, StringComparison.Ordinal).Replace("{packetId}", packetId.ToString("D"), StringComparison.Ordinal);

    private Dictionary<string, string> Authorized(string token) =>
        new() { [settings.Token.Header] = settings.Token.Scheme.Length > 0 ? settings.Token.Scheme + " " + token : token };
}
