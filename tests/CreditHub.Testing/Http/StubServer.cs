using Microsoft.AspNetCore.Http;

namespace CreditHub.Testing;

/// <summary>
/// A remote system of which a test decides every word: method and path → answers, one after the other, the last one for ever.
/// What was not arranged is answered 404 and logged as not <see cref="StubRequest.Matched"/>.
/// </summary>
public sealed class StubServer : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly List<Stub> _stubs = [];
    private readonly List<StubRequest> _requests = [];
    private LoopbackHost _host = null!;

    private StubServer(TimeProvider time) => _time = time;

    public Uri Address => _host.Address;

    /// <summary>All requests so far, in order of arrival, bodies included.</summary>
    public IReadOnlyList<StubRequest> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Starts on a free loopback port. Delays run on <paramref name="time"/>.</summary>
    public static async Task<StubServer> StartAsync(TimeProvider? time = null, int port = 0, CancellationToken ct = default)
    {
        var server = new StubServer(time ?? TimeProvider.System);
        server._host = await LoopbackHost.StartAsync(server.AnswerAsync, port, ct);
        return server;
    }

    /// <summary>Arranges a scenario: each call takes the next answer, the last one stays. A path ending in <c>*</c> matches by its beginning. Later arrangements win.</summary>
    public StubServer On(string method, string path, params StubAnswer[] answers)
    {
        ArgumentOutOfRangeException.ThrowIfZero(answers.Length);
        int next = 0;
        return On(method, path, _ => answers[Math.Min(next++, answers.Length - 1)]);
    }

    /// <summary>Arranges an answer that depends on the request.</summary>
    public StubServer On(string method, string path, Func<StubRequest, StubAnswer> answer)
    {
        lock (_lock)
        {
            _stubs.Insert(0, new Stub(method, path, answer));
        }

        return this;
    }

    /// <summary>Forgets requests and arrangements.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _stubs.Clear();
            _requests.Clear();
        }
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, LoopbackHost host)
    {
        var body = await LoopbackHost.ReadBodyAsync(context);
        var answer = Choose(context, body);
        if (answer.Fault != StubFault.SlowBody && answer.Delay > TimeSpan.Zero)
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.Stopping);
            await Task.Delay(answer.Delay, _time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await WriteAsync(context, host, answer);
    }

    private StubAnswer Choose(HttpContext context, byte[] body)
    {
        var headers = context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var path = context.Request.Path.Value ?? "/";
        lock (_lock)
        {
            var stub = _stubs.FirstOrDefault(s => s.Matches(context.Request.Method, path));
            var request = new StubRequest(
                _time.GetUtcNow(), context.Request.Method, path, context.Request.QueryString.Value ?? "", headers, body, stub is not null);
            _requests.Add(request);
            return stub?.Answer(request) ?? StubAnswer.Text("nothing arranged for this path", 404);
        }
    }

    private async Task WriteAsync(HttpContext context, LoopbackHost host, StubAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        foreach (var (name, value) in answer.Headers)
        {
            context.Response.Headers[name] = value;
        }

        switch (answer.Fault)
        {
            case StubFault.Reset:
                LoopbackHost.Reset(context);
                break;
            case StubFault.NoAnswer:
                await host.HangAsync(context);
                break;
            case StubFault.CutBody:
                await LoopbackHost.CutAsync(context, answer.Body);
                break;
            case StubFault.SlowBody:
                await DripAsync(context, host, answer);
                break;
            case StubFault.None:
                context.Response.ContentLength = answer.Body.Length;
                await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer.Fault, "unknown fault");
        }
    }

    private async Task DripAsync(HttpContext context, LoopbackHost host, StubAnswer answer)
    {
        context.Response.ContentLength = answer.Body.Length;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, host.Stopping);
        for (int i = 0; i < answer.Body.Length && !end.IsCancellationRequested; i++)
        {
            await context.Response.Body.WriteAsync(answer.Body.Slice(i, 1), CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
            await Task.Delay(answer.Delay, _time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed record Stub(string Method, string Path, Func<StubRequest, StubAnswer> Answer)
    {
        public bool Matches(string method, string path) =>
            string.Equals(Method, method, StringComparison.OrdinalIgnoreCase)
            && (Path.EndsWith('*') ? path.StartsWith(Path[..^1], StringComparison.Ordinal) : path == Path);
    }
}
