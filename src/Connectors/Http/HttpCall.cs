using System.Security.Authentication;
using Refit;

namespace CreditHub.Connectors.Http;

/// <summary>
/// Sends one request and reads its whole answer under one total deadline and one body cap. The only place that looks at HTTP exceptions: they leave
/// as <see cref="HttpFaultException"/>, cancellation by the caller as itself.
/// </summary>
internal sealed class HttpCall(HttpClient client, TimeSpan timeout, int maxBody, TimeProvider time)
{
    /// <summary>A request of our own making. Errors: <see cref="HttpFaultException"/>.</summary>
    public Task<HttpAnswer> SendAsync(HttpRequestMessage request, CancellationToken ct) => SendAsync(
        request.Content,
        (noted, stop) =>
        {
            request.Content = noted;
            return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop);
        },
        ct);

    /// <summary>
    /// A request that someone else makes: <paramref name="send"/> gets the body to send, which notes when it begins to leave, and gives back the answer once its headers are there.
    /// Errors: <see cref="HttpFaultException"/>.
    /// </summary>
    public async Task<HttpAnswer> SendAsync(HttpContent? content, Func<HttpContent?, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken ct)
    {
        // a deadline for bytes on a wire runs on the machine's own monotonic clock, whatever clock schedules and waits use
        using var deadline = new CancellationTokenSource(timeout, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        var began = new BegunContent.Flag();
        try
        {
            using var response = await send(content is null ? null : new BegunContent(content, began), both.Token).ConfigureAwait(false);
            began.Raised = true;
            var body = await AnswerBody.ReadAsync(response.Content, maxBody, both.Token).ConfigureAwait(false);
            string? link = response.Headers.TryGetValues("Link", out var links) ? string.Join(',', links) : null;
            return new HttpAnswer((int)response.StatusCode, body, RetryAfter.Read(response.Headers, time.GetUtcNow()), link);
        }
        catch (HttpFaultException)
        {
            throw;
        }
        catch (Exception failure)
        {
            // giving up may surface as a broken stream: the caller still gets his cancellation
            ct.ThrowIfCancellationRequested();
            throw Classify(failure is ApiRequestException { InnerException: { } inner } ? inner : failure, began.Raised);
        }
    }

    private static HttpFaultException Classify(Exception failure, bool began)
    {
        if (failure is HttpRequestException { InnerException: AuthenticationException or AddressRefusedException } refused)
        {
            return new HttpFaultException(HttpFault.Untrusted, refused.InnerException is AddressRefusedException ? refused.InnerException.Message : "the TLS certificate is not trusted", failure);
        }

        bool timedOut = failure is OperationCanceledException;
        return began
            ? new HttpFaultException(HttpFault.Lost, timedOut ? "time-out after the request began" : "connection lost after the request began", failure)
            : new HttpFaultException(HttpFault.NotSent, timedOut ? "no connection within the time-out" : "no connection", failure);
    }
}
