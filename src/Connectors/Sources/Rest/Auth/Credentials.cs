namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>Proves who we are. Secrets are resolved for each request, so that a rotated one serves the next. Used by one run at a time.</summary>
internal class Credentials
{
    /// <summary>A parameter that carries the secret in the address, or null. Addresses are never logged or shown.</summary>
    public virtual (string Name, string Value)? QueryKey => null;

    /// <summary>The token of the next request, or null where there is none.</summary>
    public virtual Task<string?> TokenAsync(CancellationToken ct) => Task.FromResult<string?>(null);

    /// <summary>Puts the proof on a request that is otherwise complete. <paramref name="body"/>: exactly what will be sent.</summary>
    public virtual void Sign(HttpRequestMessage request, byte[] body, string? token)
    {
    }

    /// <summary>The last proof was refused; true when the next one may be another.</summary>
    public virtual bool Renew() => false;
}
