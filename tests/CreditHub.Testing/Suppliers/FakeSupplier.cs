using Microsoft.AspNetCore.Http;

namespace CreditHub.Testing.Suppliers;

/// <summary>A department's or company's HTTP interface: serves its feeds to callers with the right key, and fails when told to.</summary>
public sealed class FakeSupplier : IAsyncDisposable
{
    private readonly Dictionary<string, (RestFeed Feed, FeedDoor Door)> _feeds;
    private readonly Queue<StubAnswer> _faults = new();
    private readonly List<string> _requests = [];
    private LoopbackHost _host = null!;

    private FakeSupplier(IEnumerable<RestFeed> feeds, string key, TimeProvider time)
    {
        _feeds = feeds.ToDictionary(f => f.Path, f => (f, f.Door(key, time)));
    }

    public Uri Address => _host.Address;

    /// <summary>Where tokens are handed out to those who hold the key.</summary>
    public Uri TokenAddress => new(Address, "/oauth/token");

    /// <summary>Paths with their queries, in order of arrival.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary><paramref name="key"/>: what callers must hold. <paramref name="time"/>: by which signatures grow old.</summary>
    public static async Task<FakeSupplier> StartAsync(IEnumerable<RestFeed> feeds, string key, TimeProvider? time = null, int port = 0, CancellationToken ct = default)
    {
        var supplier = new FakeSupplier(feeds, key, time ?? TimeProvider.System);
        supplier._host = await LoopbackHost.StartAsync(supplier.AnswerAsync, port, ct);
        return supplier;
    }

    /// <summary>The next request gets this instead of a page.</summary>
    public FakeSupplier Fail(StubAnswer answer)
    {
        lock (_requests)
        {
            _faults.Enqueue(answer);
        }

        return this;
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, LoopbackHost host)
    {
        var answer = Choose(await SupplierCall.ReadAsync(context.Request));
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
            case StubFault.CutBody:
                await LoopbackHost.CutAsync(context, answer.Body);
                break;
            case StubFault.NoAnswer or StubFault.SlowBody:
                await host.HangAsync(context);
                break;
            default:
                await context.Response.Body.WriteAsync(answer.Body, context.RequestAborted);
                break;
        }
    }

    private StubAnswer Choose(SupplierCall call)
    {
        lock (_requests)
        {
            _requests.Add(call.Path + call.Query);
            if (_faults.TryDequeue(out var fault))
            {
                return fault;
            }
        }

        if (call.Path == TokenAddress.AbsolutePath)
        {
            return _feeds.Values.First().Door.Grant(call);
        }

        return !_feeds.TryGetValue(call.Path, out var known) ? StubAnswer.Json("{\"error\":\"no such path\"}", 404)
            : known.Door.Admits(call) ? known.Feed.Answer(call)
            : StubAnswer.Json("{\"error\":\"wrong key\"}", 401);
    }
}
