using System.Net.Http.Headers;
using System.Text;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Sources.Rest.Auth;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <inheritdoc cref="ISupplierApi"/>
internal sealed class SupplierApi(HttpCall call, Uri address, RestRequest settings, Credentials credentials, RequestPace pace) : ISupplierApi
{
    private readonly string _root = address.AbsoluteUri.TrimEnd('/') + settings.Path;

    public bool RenewCredentials() => credentials.Renew();

    public async Task<HttpAnswer> AskAsync(PageAsk ask, CancellationToken ct)
    {
        string? token = await credentials.TokenAsync(ct).ConfigureAwait(false);
        await pace.TakeAsync(ct).ConfigureAwait(false);
        using var request = Compose(token is null ? ask : ask.With([new(Placeholder.Token, token)], []), out byte[] body);
        credentials.Sign(request, body, token);
        return await call.SendAsync(request, ct).ConfigureAwait(false);
    }

    private HttpRequestMessage Compose(PageAsk ask, out byte[] body)
    {
        var request = new HttpRequestMessage(settings.Verb, ask.Link is null ? Address(ask) : WithKey(ask.Link));
        request.Headers.Add("Accept", settings.Body is XmlBody ? "text/xml, application/soap+xml, application/xml" : "application/json, */*;q=0.5");
        request.Headers.Add("Accept-Encoding", "gzip, deflate");
        body = settings.Body?.Write(ask.Values) ?? [];
        if (settings.Body is not null)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(settings.Body.ContentType);
        }

        if (settings.Soap is { Version12: false } soap)
        {
            request.Headers.Add("SOAPAction", $"\"{soap.Action}\"");
        }

        return request;
    }

    private string Address(PageAsk ask)
    {
        var parameters = settings.Query.Select(q => (q.Name, Value: q.Value.Fill(ask.Values)))
            .Concat(ask.Query.Select(q => (Name: q.Key, Value: (string?)q.Value)))
            .Concat(credentials.QueryKey is { } key ? [(key.Name, (string?)key.Value)] : []);
        var url = new StringBuilder(_root);
        char mark = '?';
        foreach (var (name, value) in parameters.Where(p => p.Value is not null))
        {
            url.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value!));
            mark = '&';
        }

        return url.ToString();
    }

    /// <summary>A link may leave out the key we sent.</summary>
    private string WithKey(Uri link) =>
        credentials.QueryKey is { } key && !link.Query.Contains(Uri.EscapeDataString(key.Name) + "=", StringComparison.Ordinal)
            ? $"{link.AbsoluteUri}{(link.Query.Length == 0 ? '?' : '&')}{Uri.EscapeDataString(key.Name)}={Uri.EscapeDataString(key.Value)}"
            : link.AbsoluteUri;
}
