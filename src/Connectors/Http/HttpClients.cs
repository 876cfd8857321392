using System.Collections.Concurrent;
using System.Net;

namespace CreditHub.Connectors.Http;

/// <summary>
/// The one place that makes HTTP clients: no redirects (they would carry a key header to a second host), no proxy from the environment, no cookies, no
/// decompression, bounded headers, addresses checked at connect time. One client per origin for the life of the process.
/// </summary>
internal sealed class HttpClients : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, Lazy<HttpClient>> _clients = new(StringComparer.Ordinal);

    /// <summary>The client of an origin. Deadlines belong to the request, not to the client.</summary>
    public HttpClient For(Uri address) =>
        _clients.GetOrAdd(address.GetLeftPart(UriPartial.Authority), static origin => new Lazy<HttpClient>(() => Create(new Uri(origin)))).Value;

    public void Dispose()
    {
        foreach (var client in _clients.Values.Where(client => client.IsValueCreated))
        {
            client.Value.Dispose();
        }
    }

    private static HttpClient Create(Uri origin) => new(
        new LastTouch(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 32,
            MaxConnectionsPerServer = 32,
            ActivityHeadersPropagator = null,
            ConnectCallback = SocketGuard.ConnectAsync,
        }),
        disposeHandler: true)
    {
        BaseAddress = origin,
        Timeout = Timeout.InfiniteTimeSpan,
    };
}
