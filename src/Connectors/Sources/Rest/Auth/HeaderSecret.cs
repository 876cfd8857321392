using CreditHub.Connectors.Http;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>Puts what proves who we are into a header. The header's own complaints would show the secret: it is checked here and put in unread.</summary>
internal static class HeaderSecret
{
    /// <summary>Errors: <see cref="ConnectorException"/> of kind Config for a secret that no header can carry.</summary>
    public static string Resolve(SecretReference reference)
    {
        string secret = reference.Resolve();
        return secret.AsSpan().ContainsAnyExceptInRange(' ', '~')
            ? throw new ConnectorException(FailureKind.Config, $"the secret at {reference.Text} holds characters a header cannot carry: set it anew")
            : secret;
    }

    /// <summary>Errors: <see cref="ConnectorException"/> of kind Config for a value that no header can carry.</summary>
    public static void Put(HttpRequestMessage request, string header, string value)
    {
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~') || !request.Headers.TryAddWithoutValidation(header, value))
        {
            throw new ConnectorException(FailureKind.Config, $"the header {header} cannot carry what config puts there: check its prefix and the secret");
        }
    }
}
