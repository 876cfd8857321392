using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>The supplier's API as far as we use it. Errors: <see cref="HttpFaultException"/>.</summary>
internal interface ISupplierApi
{
    /// <summary>GET or POST {path}?{query}, once.</summary>
    Task<HttpAnswer> AskAsync(PageAsk ask, CancellationToken ct);

    /// <summary>The credentials were refused: the next request uses new ones. False when there can be none.</summary>
    bool RenewCredentials();
}
