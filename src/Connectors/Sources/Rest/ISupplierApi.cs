using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The supplier's API as far as we use it, shaped as a Refit interface would be. Errors: <see cref="HttpFaultException"/>.</summary>
internal interface ISupplierApi
{
    /// <summary>GET {path}?{query}.</summary>
    Task<HttpAnswer> GetPageAsync(IEnumerable<KeyValuePair<string, string>> query, CancellationToken ct);
}
