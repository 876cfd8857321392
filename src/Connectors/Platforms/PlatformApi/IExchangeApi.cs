using CreditHub.Connectors.Http;
using Refit;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// The remote API as Refit makes it. Paths and names of headers are config, therefore arguments; <c>path</c> begins without a slash. <c>last</c> sees the whole
/// request before it leaves (<see cref="LastTouch"/>). The answer comes with its headers only: <see cref="HttpCall"/> reads the body and names what went wrong.
/// </summary>
internal interface IExchangeApi
{
    [Post("/{**path}")]
    Task<HttpResponseMessage> PostAsync(
        string path, [Body] HttpContent body, [HeaderCollection] IDictionary<string, string> headers, [Property(LastTouch.Key)] Action<HttpRequestMessage>? last, CancellationToken ct);

    [Get("/{**path}")]
    Task<HttpResponseMessage> GetAsync(
        string path, [Query] IDictionary<string, string> query, [HeaderCollection] IDictionary<string, string> headers, [Property(LastTouch.Key)] Action<HttpRequestMessage>? last,
        CancellationToken ct);
}
