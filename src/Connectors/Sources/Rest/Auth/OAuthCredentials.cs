using System.Text;
using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>OAuth2 client credentials, or a login that answers a token: cached for its life, fetched anew once after a refusal.</summary>
internal sealed class OAuthCredentials : Credentials
{
    private const int MaxAnswer = 1 << 20;
    private readonly OAuthSettings _settings;
    private readonly HttpCall _call;
    private readonly Uri _address;
    private readonly TokenCache _cache;
    private TokenGrant? _used;
    private TokenGrant? _refused;

    public OAuthCredentials(OAuthSettings settings, CallTools tools)
    {
        _settings = settings;
        _address = EndpointAddress.Parse(settings.Address.Resolve());
        _call = new HttpCall(tools.Clients.For(_address), tools.Timeout, MaxAnswer, tools.Time);
        _cache = new TokenCache(FetchAsync, settings.Token, settings.Expires, tools.Time);
    }

    public override async Task<string?> TokenAsync(CancellationToken ct)
    {
        _used = await _cache.GetAsync(_refused, ct).ConfigureAwait(false);
        return _used.Token ?? throw Refusal(_used.Answer.Status);
    }

    public override void Sign(HttpRequestMessage request, byte[] body, string? token) => HeaderSecret.Put(request, _settings.Header, _settings.Prefix + token);

    public override bool Renew()
    {
        _refused = _used;
        return true;
    }

    private static Exception Refusal(int status) => status switch
    {
        408 or 425 or 429 or >= 500 => new HttpFaultException(HttpFault.NotSent, $"the token endpoint answers {status}; collected again by the next run"),
        200 => new ConnectorException(FailureKind.Config, "the token endpoint answers 200 without a token: check tokenAddress, clientId and where the token stands (\"token\")"),
        _ => new ConnectorException(FailureKind.Config, $"the token endpoint refuses us ({status}): check tokenAddress, clientId and clientSecret"),
    };

    private async Task<HttpAnswer> FetchAsync(CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address.AbsoluteUri);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        string id = _settings.ClientId.Resolve(), secret = _settings.ClientSecret.Resolve();
        if (_settings.Style == "basic")
        {
            request.Headers.Add("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}")));
        }
        else
        {
            fields[_settings.IdField] = id;
            fields[_settings.SecretField] = secret;
        }

        if (_settings.Style != "json")
        {
            fields["grant_type"] = "client_credentials";
        }

        if (_settings.Scope is { } scope)
        {
            fields["scope"] = scope;
        }

        request.Content = _settings.Style == "json"
            ? new StringContent(JsonSerializer.Serialize(fields), Encoding.UTF8, "application/json")
            : new FormUrlEncodedContent(fields);
        return await _call.SendAsync(request, ct).ConfigureAwait(false);
    }
}
