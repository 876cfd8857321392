using System.Text;
using CreditHub.Connectors.Http;

namespace CreditHub.Connectors.Sources.Rest;

/// <inheritdoc cref="ISupplierApi"/>
internal sealed class SupplierApi(HttpCall call, Uri address, string path, RestAuth auth) : ISupplierApi
{
    private readonly string _root = address.AbsoluteUri.TrimEnd('/') + path;

    public async Task<HttpAnswer> GetPageAsync(IEnumerable<KeyValuePair<string, string>> query, CancellationToken ct)
    {
        var url = new StringBuilder(_root);
        char mark = '?';
        foreach (var (name, value) in query)
        {
            url.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            mark = '&';
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, url.ToString());
        request.Headers.Add("Accept", "application/json");
        auth.Apply(request);
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }
}
