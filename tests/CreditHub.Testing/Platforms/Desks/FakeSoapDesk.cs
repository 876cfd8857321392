using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CreditHub.Testing.Platforms.Desks;

/// <summary>
/// A SOAP service that takes one row a call and can be asked about it: reads the envelope strictly, wants its token and method, tells rows apart by record id and version.
/// Answers as such services do: XML as text inside the answer.
/// </summary>
public sealed class FakeSoapDesk : IAsyncDisposable
{
    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private readonly Dictionary<(string, string), string> _answers = [];
    private readonly string _token;
    private readonly IReadOnlySet<string> _methods;
    private StubServer _server = null!;

    private FakeSoapDesk(string token, FakePlatformOptions options, IReadOnlySet<string> methods)
    {
        _token = token;
        _methods = methods;
        Judge = new PlatformJudge(options);
    }

    public PlatformJudge Judge { get; }

    public Uri Address => new(_server.Address, "/services/credit");

    /// <summary>Rows executed without an answer.</summary>
    public int Hangs { get; private set; }

    /// <summary>Calls so far, bodies included.</summary>
    public IReadOnlyList<StubRequest> Calls => _server.Requests;

    /// <summary><paramref name="methods"/>: what it imports rows by; null: importRow.</summary>
    public static async Task<FakeSoapDesk> StartAsync(string token, FakePlatformOptions options, IReadOnlySet<string>? methods = null, CancellationToken ct = default)
    {
        var service = new FakeSoapDesk(token, options, methods ?? new HashSet<string> { "importRow" });
        service._server = await StubServer.StartAsync(ct: ct);
        service._server.On("POST", "/services/credit", service.Answer);
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Judge.Dispose();
    }

    private StubAnswer Answer(StubRequest request)
    {
        var call = XDocument.Parse(request.Text).Root!.Element(XName.Get("Body", Soap))!.Elements().Single();
        if ((string?)call.Element("token") != _token)
        {
            return Say("91", "token无效");
        }

        var row = XDocument.Parse((string)call.Element("xml")!).Root!;
        if (call.Name.LocalName == "queryRow")
        {
            return _answers.TryGetValue(((string)row.Element("RECID")!, (string)row.Element("VERSION")!), out string? told) ? Wrap(told) : Say("44", "查无此行");
        }

        return _methods.Contains(call.Name.LocalName) ? Import(row.Elements("ROW").Single()) : Say("99", "没有这个方法");
    }

    private StubAnswer Import(XElement row)
    {
        string[] technical = ["RECID", "VERSION", "OPERATION", "REASON"];
        bool publish = (string?)row.Element("OPERATION") == "PUBLISH";
        var data = new JsonObject(row.Elements().Where(f => !technical.Contains(f.Name.LocalName)).Select(f => KeyValuePair.Create(f.Name.LocalName, (JsonNode?)f.Value)));
        var record = new PlatformRecord(
            (string)row.Element("RECID")!, (int)row.Element("VERSION")!, publish ? "PUBLISH" : "WITHDRAW", publish ? null : (string?)row.Element("REASON"),
            publish ? JsonDocument.Parse(data.ToJsonString()).RootElement : default);
        var fault = Judge.Faults.Next("*", [record]);
        if (fault?.Kind is PlatformFaultKind.TooManyRequests or PlatformFaultKind.TooLarge)
        {
            var refusal = StubAnswer.Empty(fault.Kind == PlatformFaultKind.TooLarge ? 413 : 429);
            return fault.RetryAfter is null ? refusal : refusal.With("Retry-After", fault.RetryAfter);
        }

        // what a row is judged by is its own id and version: a repeat is the same packet here
        string packet = new Guid(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(record.RecordId + record.Version))[..16]).ToString();
        var decided = Judge.Decide("SOAP", new PlatformPacket(packet, "411000", "*", "2019", [record]), fault);
        var decision = decided.Decisions.Single();
        string told = decision.Status == "REJECTED"
            ? $"<RESULT><CODE>{decision.Code}</CODE><MSG>{decision.Message}</MSG></RESULT>"
            : $"<RESULT><CODE>00</CODE><MSG>成功</MSG><RECEIPT>{decided.ReceiptNo}</RECEIPT></RESULT>";
        _answers[(record.RecordId, (string)row.Element("VERSION")!)] = told;
        return fault?.Kind switch
        {
            PlatformFaultKind.LoseAnswer => StubAnswer.Failing(StubFault.Reset),
            PlatformFaultKind.HangAfter when ++Hangs > 0 => StubAnswer.Failing(StubFault.NoAnswer),
            _ => Wrap(told),
        };
    }

    private static StubAnswer Say(string code, string message) => Wrap($"<RESULT><CODE>{code}</CODE><MSG>{message}</MSG></RESULT>");

    private static StubAnswer Wrap(string result) => StubAnswer.Text(
        new XElement(XName.Get("Envelope", Soap), new XElement(XName.Get("Body", Soap), new XElement("importResponse", new XElement("return", result)))).ToString(), contentType: "text/xml; charset=utf-8");
}
