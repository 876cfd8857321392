using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>A secret in a header, after a prefix.</summary>
internal sealed class KeyCredentials(string header, string prefix, SecretReference secret) : Credentials
{
    public override Task<string?> TokenAsync(CancellationToken ct) => Task.FromResult<string?>(HeaderSecret.Resolve(secret));

    public override void Sign(HttpRequestMessage request, byte[] body, string? token) => HeaderSecret.Put(request, header, prefix + token);
}
