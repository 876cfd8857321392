using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.SoapRows;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Platforms.Desks;

namespace CreditHub.Connectors.Tests.Platforms;

public sealed class SoapRowsWithQueryTests : SoapRowsTests
{
    protected override string Query => "\"queryMethod\": \"queryRow\", ";
}

public sealed class SoapRowsWithoutQueryTests : SoapRowsTests
{
    protected override string Query => "";

    protected override bool Asks => false;
}

public abstract class SoapRowsTests : PlatformConformance
{
    private const string Token = "s3cret&<token>";
    private readonly HttpClients _clients = new();
    private readonly string _variable = "CREDITHUB_TEST_SOAP_" + Guid.NewGuid().ToString("N");
    private FakeSoapDesk _service = null!;

    protected abstract string Query { get; }

    internal override IKind<IPlatform> Kind => new SoapRowsKind(_clients, TimeProvider.System);

    protected override int Most => 1;

    protected override bool RefusesWhole => false;

    protected override IReadOnlyList<string> Secrets => [Token];

    protected override string Settings => SettingsFor(_service.Address);

    protected override string Unreachable => SettingsFor(new Uri("http://127.0.0.1:9/"));

    public override async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(_variable, Token);
        _service = await FakeSoapDesk.StartAsync(Token, new FakePlatformOptions(), ct: Stop);
    }

    public override async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_variable, null);
        _clients.Dispose();
        await _service.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Play(PlatformPlay play)
    {
        _service.Judge.Faults.Clear();
        PlatformFault? fault = play switch
        {
            PlatformPlay.RejectSecond => new(PlatformFaultKind.RejectRecords) { Records = r => r.RecordId == Id(1).ToString(), Code = Code },
            PlatformPlay.RefusePacket => new(PlatformFaultKind.RejectRecords) { Code = Code },
            PlatformPlay.LoseAnswer => new(PlatformFaultKind.LoseAnswer) { Times = 1 },
            PlatformPlay.Later => new(PlatformFaultKind.TooManyRequests) { RetryAfter = "7" },
            PlatformPlay.TooLarge => new(PlatformFaultKind.TooLarge),
            _ => null,
        };
        if (fault is not null)
        {
            _service.Judge.Faults.Add(fault);
        }
    }

    protected override Task<(IReadOnlyDictionary<string, int> Held, int Executed)> HeldAsync() => Task.FromResult<(IReadOnlyDictionary<string, int>, int)>(
        (_service.Judge.Holdings.ToDictionary(h => h.Key, h => h.Value.Version), (int)_service.Judge.Counters.Packets));

    private string SettingsFor(Uri address, string more = "") => $$"""
        { "address": "{{address}}", "token": "env:{{_variable}}", "namespace": "http://service.credit", "methods": { "*": "importRow" }, {{Query}}{{more}}
          "codes": { "00": "ACCEPTED", "90": "LATER", "91": "TOKEN", "44": "NOT_FOUND", "55": "UNKNOWN", "*": "REJECTED" }, "timeoutSeconds": 10 }
        """;

    [Theory]
    [InlineData(PlatformPlay.Later, AnswerKind.Later, 7)]
    [InlineData(PlatformPlay.TooLarge, AnswerKind.TooLarge, null)]
    public async Task Http_says_later_and_too_large(PlatformPlay play, AnswerKind kind, int? seconds)
    {
        Play(play);
        var platform = Fresh();

        var answer = await platform.SendAsync(platform.Compose(Delivery(count: 1)), Stop);

        Assert.Equal(kind, answer.Kind);
        Assert.Equal(seconds, (int?)answer.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Limits_ask_for_one_record_a_packet_and_more_is_handed_back()
    {
        var platform = Fresh();

        Assert.Equal(1, (await platform.GetLimitsAsync(Stop))!.MaxRecords);
        Assert.Equal(AnswerKind.TooLarge, (await platform.SendAsync(platform.Compose(Delivery(count: 2)), Stop)).Kind);
        Assert.Empty(_service.Calls);
    }

    [Fact]
    public async Task Every_value_arrives_as_it_was_however_it_looks()
    {
        var platform = Fresh();
        var record = Delivery(count: 1).Records[0] with { Data = "{\"CF_WSH\":\"{token}</xml>&amp;]]>\\n<ROW>\"}"u8.ToArray() };

        await platform.SendAsync(platform.Compose(Delivery(count: 1) with { Records = [record] }), Stop);

        Assert.Equal(
            PlatformJudgeText("{\"CF_WSH\":\"{token}</xml>\\u0026amp;]]>\\n<ROW>\"}"), _service.Judge.Holdings[Id(0).ToString()].ContentSha256);
        Assert.Equal("\"importRow\"", _service.Calls[0].Headers["SOAPAction"]);
    }

    [Theory]
    [InlineData("<a><CODE>00</CODE></a>", AnswerKind.Answered)]
    [InlineData("<a><r>&lt;b&gt;&lt;CODE&gt;00&lt;/CODE&gt;&lt;/b&gt;</r></a>", AnswerKind.Answered)]
    [InlineData("<a><CODE>00</CODE><CODE>17</CODE></a>", AnswerKind.Unknown)]
    [InlineData("<a><CODE>55</CODE></a>", AnswerKind.Unknown)]
    [InlineData("<a><CODE>44</CODE></a>", AnswerKind.Unknown)]
    [InlineData("<a><CODE></CODE></a>", AnswerKind.Unknown)]
    [InlineData("<a><CODE>00</CODE>", AnswerKind.Unknown)]
    [InlineData("<!DOCTYPE a [<!ENTITY c '00'>]><a><CODE>&c;</CODE></a>", AnswerKind.Unknown)]
    [InlineData("<html><body>请先登录</body></html>", AnswerKind.Unknown)]
    [InlineData("", AnswerKind.Unknown)]
    [InlineData("<a><CODE>90</CODE></a>", AnswerKind.Later)]
    [InlineData("<a><CODE>91</CODE></a>", AnswerKind.Config)]
    public async Task Only_a_clear_code_counts(string body, AnswerKind kind)
    {
        await using var stub = await StubServer.StartAsync(ct: Stop);
        stub.On("POST", "/*", StubAnswer.Text(body, contentType: "text/xml"));
        var platform = Fresh(SettingsFor(stub.Address));

        Assert.Equal(kind, (await platform.SendAsync(platform.Compose(Delivery(count: 1)), Stop)).Kind);
    }

    [Theory]
    [InlineData(500, AnswerKind.Unknown)]
    [InlineData(204, AnswerKind.Unknown)]
    [InlineData(302, AnswerKind.Config)]
    [InlineData(400, AnswerKind.Config)]
    [InlineData(401, AnswerKind.Config)]
    public async Task Every_status_has_its_meaning(int status, AnswerKind kind)
    {
        await using var stub = await StubServer.StartAsync(ct: Stop);
        stub.On("POST", "/*", StubAnswer.Empty(status));
        var platform = Fresh(SettingsFor(stub.Address));

        Assert.Equal(kind, (await platform.SendAsync(platform.Compose(Delivery(count: 1)), Stop)).Kind);
    }

    [Fact]
    public void Each_mistake_in_the_settings_is_found()
    {
        var findings = Kind.Validate(Decoded.Settings("""
            { "address": "ftp://x", "token": "plain", "methods": { "A": "a b" }, "queryMethod": "", "envelope": "<a>{token}", "row": "<a/>", "codes": { "00": "YES", "*": "ACCEPTED" }, "answer": { "code": "m:CODE" } }
            """));

        Assert.Equal(
            ["$.address", "$.answer.code", "$.codes", "$.envelope", "$.methods", "$.queryMethod", "$.row", "$.token"], findings.Select(f => f.Path).Distinct().Order(StringComparer.Ordinal));
    }

    private static string PlatformJudgeText(string json) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(System.Text.Json.Nodes.JsonNode.Parse(json)!.ToJsonString())));
}
