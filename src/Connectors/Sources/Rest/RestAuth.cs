using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The header that proves who we are, or none. The secret is resolved for each request.</summary>
internal sealed record RestAuth(string? Header, string Prefix, SecretReference Secret)
{
    public static RestAuth None { get; } = new(null, "", default);

    public static RestAuth Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return None;
        }

        var auth = reader.Choice("type", "none", "none", "bearer", "header") switch
        {
            "bearer" => new RestAuth("Authorization", "Bearer ", reader.Secret("token")),
            "header" => new RestAuth(HeaderName(reader), "", reader.Secret("value")),
            _ => None,
        };
        reader.Done();
        return auth;
    }

    public void Apply(HttpRequestMessage request)
    {
        if (Header is null)
        {
            return;
        }

        string secret = Secret.Resolve();
        if (secret.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            // said here, because the header's own complaint would show the secret
            throw new ConnectorException(FailureKind.Config, $"the secret at {Secret.Text} holds characters a header cannot carry: set it anew");
        }

        request.Headers.Add(Header, Prefix + secret);
    }

    private static string HeaderName(SettingsReader reader)
    {
        string name = reader.RequiredText("name");
        if (name.Length > 0 && (name.Length > 100 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_')))
        {
            reader.Add("name", name, "not a header name", "write something like X-Api-Key");
        }

        return name;
    }
}
