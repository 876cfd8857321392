using System.Collections.Specialized;
using System.Globalization;
using System.Web;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>A list behind an HTTP API, paged as its shape says.</summary>
internal sealed class RestSupplier : ScriptedSupplier
{
    private readonly HttpClients _clients = new();
    private readonly TestClock _clock = new();
    private readonly RestSupplierShape _shape;
    private readonly StubServer _server;
    private IReadOnlyList<int> _numbers = [];
    private SupplierFault _fault;

    private RestSupplier(RestSupplierShape shape, StubServer server)
    {
        (_shape, _server) = (shape, server);
        server.On("GET", "/list", Answer);
    }

    public override IPayloadDecoder Decoder { get; } = new JsonKind().Create("x", Decoded.Settings("""{"records":"$.d"}"""));

    public override IReadOnlySet<SupplierFault> Faults { get; } = new HashSet<SupplierFault>(Enum.GetValues<SupplierFault>());

    /// <summary>Without <c>updatedSince</c> every run asks for everything.</summary>
    public override int Overlap => int.MaxValue;

    public static async Task<RestSupplier> StartAsync(RestSupplierShape shape) =>
        new(shape, await StubServer.StartAsync(ct: TestContext.Current.CancellationToken));

    public override ISource Open() => new RestKind(_clients, _clock).Create("water", Decoded.Settings(
        $$"""{"address":"{{(_fault == SupplierFault.Unreachable ? "http://127.0.0.1:9" : _server.Address)}}","path":"/list",{{_shape.Settings}}"records":"$.d"}"""));

    public override Task HoldAsync(IReadOnlyList<int> numbers)
    {
        _numbers = numbers;
        return Task.CompletedTask;
    }

    public override Task BreakAsync(SupplierFault fault)
    {
        _fault = fault;
        return Task.CompletedTask;
    }

    /// <summary>Turns the clock through the waits between attempts.</summary>
    public override async Task<T> WhileAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, _clock.WhenTimersAsync(1, TestContext.Current.CancellationToken));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await work;
    }

    public override async ValueTask DisposeAsync()
    {
        _clients.Dispose();
        await _server.DisposeAsync();
        await base.DisposeAsync();
    }

    private StubAnswer Answer(StubRequest request)
    {
        var query = HttpUtility.ParseQueryString(request.Query);
        int size = _shape.SizeFor(_numbers.Count);
        int start = query["page"] is not null ? (Number(query, "page") - 1) * size : Number(query, "offset") + Number(query, "after");
        return _fault switch
        {
            SupplierFault.Unauthorised => StubAnswer.Json("""{"error":"who are you"}""", 401),
            SupplierFault.WrongType => StubAnswer.Text("<html><body>login</body></html>", contentType: "text/html"),
            SupplierFault.Slow => StubAnswer.Failing(StubFault.NoAnswer),
            SupplierFault.Cut when start > 0 || size == int.MaxValue => Page(start, size) with { Fault = StubFault.CutBody },
            SupplierFault.Repeated when start == 2 * size => Page(start - size, size),
            SupplierFault.HugeField => StubAnswer.Json("""{"d":[{"n":0,"名称":""" + '"' + new string('a', HugeBytes) + "\"}]}"),
            _ => Page(start, size),
        };
    }

    private StubAnswer Page(int start, int size)
    {
        var rows = _numbers.Skip(start).Take(size).ToList();
        string next = start + rows.Count < _numbers.Count ? $"\"{start + rows.Count}\"" : "null";
        return StubAnswer.Json($$"""
            {"total":{{_numbers.Count}},"next":{{next}},"d":[{{string.Join(',', rows.Select(n => $$"""{"n":{{n}},"名称":"甲公司"}"""))}}]}
            """);
    }

    private static int Number(NameValueCollection query, string name) => int.TryParse(query[name], CultureInfo.InvariantCulture, out int number) ? number : 0;
}
