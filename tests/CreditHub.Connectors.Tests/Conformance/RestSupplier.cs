using System.Collections.Specialized;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Web;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
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
        server.On("POST", "/list", Answer);
        Decoder = shape.Soap ? new ElementDecoder("row") : new JsonKind().Create("x", Decoded.Settings("""{"records":"$.d"}"""));
    }

    public override IPayloadDecoder Decoder { get; }

    public override Cursor? FromTheFuture => _shape.Windows ? new Cursor("""{"v":1,"since":"2126-11-20T08:55:00.000+08:00"}""") : null;

    public override IReadOnlySet<SupplierFault> Faults { get; } = new HashSet<SupplierFault>(Enum.GetValues<SupplierFault>());

    /// <summary>Without time windows every run asks for everything.</summary>
    public override int Overlap => _shape.Overlap;

    public override bool RepeatsAtBorders => _shape.RepeatsAtBorders;

    public static async Task<RestSupplier> StartAsync(RestSupplierShape shape) =>
        new(shape, await StubServer.StartAsync(ct: TestContext.Current.CancellationToken));

    public override ISource Open() => new RestKind(_clients, _clock).Create("water", Decoded.Settings(
        $$"""{"address":"{{(_fault == SupplierFault.Unreachable ? "http://127.0.0.1:9" : _server.Address)}}","path":"/list",{{_shape.Settings}}"records":"{{(_shape.Soap ? "/Envelope/Body/listResponse/rows/row" : "$.d")}}"}"""));

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
        var numbers = _shape.Windows ? InWindow(query) : _numbers;
        int size = _shape.SizeFor(numbers.Count);
        int page = _shape.Soap ? int.Parse(Regex.Match(request.Text, "<page>([0-9]+)</page>").Groups[1].ValueSpan, CultureInfo.InvariantCulture) : Number(query, "page");
        int start = page > 0 ? (page - 1) * size : Number(query, "offset") + Number(query, "after");
        return _fault switch
        {
            SupplierFault.Unauthorised => StubAnswer.Json("""{"error":"who are you"}""", 401),
            SupplierFault.WrongType => StubAnswer.Text("<html><body>login<br></body></html>", contentType: "text/html"),
            SupplierFault.Slow => StubAnswer.Failing(StubFault.NoAnswer),
            SupplierFault.Cut when start > 0 || size == int.MaxValue || _shape.Windows => Page(numbers, start, size) with { Fault = StubFault.CutBody },
            SupplierFault.Repeated when start == 2 * size => Page(numbers, start - size, size),
            SupplierFault.HugeField => Body([0], 1, "null", new string('a', HugeBytes)),
            _ => Page(numbers, start, size),
        };
    }

    /// <summary>Both ends are counted in.</summary>
    private List<int> InWindow(NameValueCollection query)
    {
        var start = new DateTime(2026, 11, 1);
        double Hours(string name) => (DateTime.ParseExact(query[name]!, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) - start).TotalHours;
        return [.. _numbers.Where(n => n % 400 >= Hours("since") && n % 400 <= Hours("until"))];
    }

    private StubAnswer Page(IReadOnlyList<int> numbers, int start, int size)
    {
        var rows = numbers.Skip(start).Take(size).ToList();
        string next = start + rows.Count < numbers.Count ? $"{start + rows.Count}" : "";
        var answer = Body(rows, numbers.Count, next.Length == 0 ? "null" : $"\"{next}\"", "甲公司");
        return _shape.Links && next.Length > 0 ? answer.With("Link", $"</list?first=1>; rel=\"first\", </list?after={next}&size={size}>; rel=\"next\"") : answer;
    }

    private StubAnswer Body(IReadOnlyList<int> rows, int total, string next, string name) => _shape.Soap
        ? StubAnswer.Text(
            $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><listResponse><total>{total}</total><rows>"
            + string.Concat(rows.Select(n => $"<row><n>{n}</n><名称>{name}</名称></row>")) + "</rows></listResponse></s:Body></s:Envelope>",
            contentType: "text/xml; charset=utf-8")
        : StubAnswer.Json($$"""{"total":{{total}},"next":{{next}},"d":[{{string.Join(',', rows.Select(n => $$"""{"n":{{n}},"名称":"{{name}}"}"""))}}]}""");

    private static int Number(NameValueCollection query, string name) => int.TryParse(query[name], CultureInfo.InvariantCulture, out int number) ? number : 0;
}
