using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.PlatformApi;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing.Platforms;

namespace CreditHub.Connectors.Tests.Platforms;

/// <summary>A gateway that takes one flat record a call and answers everything with a code.</summary>
public sealed class PlatformFormOfOneRecordTests : PlatformFormTests
{
    protected override int Most => 1;

    protected override PlatformForm Form => new()
    {
        OneRecord = true, DateForm = "yyyyMMdd", DateFields = new HashSet<string> { "CF_JDRQ" }, Token = ("appKey", "appSecret", "X-Token"),
        Paths = new Dictionary<string, string>
        {
            ["/oauth/token"] = "/gw/auth", ["/exchange/v1/{dataset}/packets"] = "/gw/push/{dataset}", ["/exchange/v1/receipts/{packetId}"] = "/gw/result/{packetId}",
        },
        Packet = new Dictionary<string, string>
        {
            ["packetId"] = "batchNo", ["sender"] = "", ["dataset"] = "table", ["edition"] = "", ["sentAt"] = "time", ["count"] = "", ["records"] = "",
        },
        Record = new Dictionary<string, string> { ["recordId"] = "id", ["version"] = "ver", ["operation"] = "opt", ["reason"] = "why", ["data"] = "" },
        Answer = new Dictionary<string, string> { ["packetId"] = "", ["receiptNo"] = "serial", ["results"] = "" },
        Words = new Dictionary<string, string> { ["PUBLISH"] = "1", ["WITHDRAW"] = "3", ["REPAIR"] = "XF" },
        Codes = new Dictionary<string, string> { ["BAD_PACKET"] = "9001", ["NOT_RECEIVED"] = "9004", ["PENDING"] = "0001" },
    };

    protected override string Variation => """
        "paths": { "token": "/gw/auth", "limits": "/gw/none", "packets": "/gw/push/{dataset}", "receipts": "/gw/result/{packetId}" },
        "token": { "style": "json", "clientId": "appKey", "clientSecret": "appSecret", "token": "$.data.access_token", "expires": "$.data.expires_in", "header": "X-Token", "scheme": "" },
        "wire": { "oneRecord": true, "dateForm": "yyyyMMdd", "timeForm": "yyyyMMddHHmmss",
          "packet": { "packetId": "batchNo", "sender": "", "dataset": "table", "edition": "", "sentAt": "time", "count": "", "records": "" },
          "record": { "recordId": "id", "version": "ver", "operation": "opt", "reason": "why", "data": "" }, "words": { "PUBLISH": "1", "WITHDRAW": "3", "REPAIR": "XF" },
          "code": "$.code", "success": ["0000"], "message": "$.msg", "inside": "$.data", "codes": { "E1003": "REJECTED", "9001": "BAD_PACKET", "9004": "NOT_RECEIVED", "0001": "PENDING" },
          "answer": { "packetId": "", "receiptNo": "serial", "results": "" } }
        """;
}

/// <summary>A platform that wraps lists in <c>data</c> and has its own names and words.</summary>
public sealed class PlatformFormOfListsTests : PlatformFormTests
{
    protected override PlatformForm Form => new()
    {
        DateForm = "yyyy-MM-dd", DateFields = new HashSet<string> { "CF_JDRQ" }, TimeForm = "yyyy-MM-dd HH:mm:ss",
        Packet = new Dictionary<string, string>
        {
            ["packetId"] = "batchId", ["sender"] = "orgCode", ["dataset"] = "catalog", ["edition"] = "edition", ["sentAt"] = "pushTime", ["count"] = "total", ["records"] = "data",
        },
        Record = new Dictionary<string, string> { ["recordId"] = "uuid", ["version"] = "ver", ["operation"] = "action", ["reason"] = "cause", ["data"] = "content" },
        Answer = new Dictionary<string, string> { ["packetId"] = "batchId", ["receiptNo"] = "receipt", ["results"] = "details" },
        Result = new Dictionary<string, string> { ["recordId"] = "uuid", ["version"] = "", ["status"] = "flag", ["code"] = "errCode", ["field"] = "errField", ["message"] = "errMsg" },
        Words = new Dictionary<string, string> { ["PUBLISH"] = "INSERT", ["WITHDRAW"] = "DELETE", ["REPAIR"] = "REPAIR" },
        Statuses = new Dictionary<string, string> { ["ACCEPTED"] = "1", ["DUPLICATE"] = "1", ["STALE"] = "2", ["REJECTED"] = "0", ["PENDING"] = "9" },
        Codes = new Dictionary<string, string> { ["BAD_PACKET"] = "4000", ["NOT_RECEIVED"] = "4040" }, Success = "200",
    };

    protected override string Variation => """
        "token": { "token": "$.data.access_token", "expires": "$.data.expires_in" },
        "wire": { "dateForm": "yyyy-MM-dd", "dateFields": ["CF_JDRQ"], "timeForm": "yyyy-MM-dd HH:mm:ss",
          "packet": { "packetId": "batchId", "sender": "orgCode", "dataset": "catalog", "sentAt": "pushTime", "count": "total", "records": "data" },
          "record": { "recordId": "uuid", "version": "ver", "operation": "action", "reason": "cause", "data": "content" }, "words": { "PUBLISH": "INSERT", "WITHDRAW": "DELETE" },
          "code": "$.code", "success": ["200"], "inside": "$.data", "codes": { "4000": "BAD_PACKET", "4040": "NOT_RECEIVED" },
          "answer": { "packetId": "batchId", "receiptNo": "receipt", "results": "details" },
          "result": { "recordId": "uuid", "version": "", "status": "flag", "code": "errCode", "field": "errField", "message": "errMsg" },
          "statuses": { "1": "ACCEPTED", "2": "STALE", "0": "REJECTED", "9": "PENDING" } }
        """;

    [Fact]
    public async Task A_code_that_nobody_explained_needs_a_person_and_refuses_no_record()
    {
        Play(PlatformPlay.RefusePacket);
        var platform = Fresh(Settings.Replace("\"4000\": \"BAD_PACKET\", ", "", StringComparison.Ordinal));
        var answer = await platform.SendAsync(platform.Compose(Delivery()), Stop);
        Assert.Equal((AnswerKind.Config, true), (answer.Kind, answer.Results is null));
    }

    [Fact]
    public async Task A_status_word_that_nobody_explained_leaves_its_record_unknown()
    {
        Play(PlatformPlay.RejectSecond);
        var platform = Fresh(Settings.Replace("\"0\": \"REJECTED\", ", "", StringComparison.Ordinal));
        var answer = await platform.SendAsync(platform.Compose(Delivery()), Stop);
        Assert.Equal([Id(0), Id(2)], answer.Results!.OrderBy(r => r.Version).Select(r => r.Id));
    }

    [Fact]
    public void Each_mistake_in_the_form_is_found()
    {
        var findings = Kind.Validate(Decoded.Settings("""
            { "address": "http://127.0.0.1:9", "clientId": "hub", "clientSecret": "env:HOME",
              "token": { "style": "soap", "header": "a b", "scheme": "x y", "token": "data" },
              "wire": { "packet": { "records": "", "batch": "x" }, "record": { "recordId": "", "version": "operation" }, "words": { "UPSERT": "1" }, "dateForm": "dd.MM.yyyy", "oneRecord": "yes",
                        "code": "$.code", "codes": { "1": "REJECTED" }, "statuses": { "0": "GOOD" }, "result": { "status": "a.b" }, "list": { "page": "p" } } }
            """));
        Assert.Equal(
            [
                "$.token.header", "$.token.scheme", "$.token.style", "$.token.token", "$.wire.codes", "$.wire.dateForm", "$.wire.list", "$.wire.oneRecord", "$.wire.packet",
                "$.wire.record", "$.wire.result", "$.wire.statuses", "$.wire.success", "$.wire.words",
            ],
            findings.Select(f => f.Path).Distinct().Order(StringComparer.Ordinal));
        Assert.All(findings, f => Assert.NotEmpty(f.Remedy));
    }
}

/// <summary>The promises of every kind, kept by <c>PlatformApi</c> with a platform that writes the protocol in its own form.</summary>
public abstract class PlatformFormTests : PlatformConformance
{
    private readonly HttpClients _clients = new();
    private readonly string _secret = "CREDITHUB_TEST_FORM_" + Guid.NewGuid().ToString("N");
    private FakePlatform _platform = null!;

    protected abstract PlatformForm Form { get; }

    protected abstract string Variation { get; }

    internal override IKind<IPlatform> Kind => new PlatformApiKind(_clients, TimeProvider.System);

    protected override string Settings => At(_platform.Address.ToString().TrimEnd('/'));

    protected override string Unreachable => At("http://127.0.0.1:1");

    protected override IReadOnlyList<string> Secrets => [_platform.Options.ClientSecret];

    public override async ValueTask InitializeAsync()
    {
        _platform = await FakePlatform.StartAsync(new FakePlatformOptions { Form = Form }, Stop);
        Environment.SetEnvironmentVariable(_secret, _platform.Options.ClientSecret);
    }

    public override async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_secret, null);
        _clients.Dispose();
        await _platform.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected override void Play(PlatformPlay play)
    {
        _platform.Faults.Clear();
        PlatformFault? fault = play switch
        {
            PlatformPlay.RejectSecond => new(PlatformFaultKind.RejectRecords) { Records = r => r.RecordId == Id(1).ToString(), Code = Code },
            PlatformPlay.RefusePacket => new(PlatformFaultKind.BadPacket),
            PlatformPlay.LoseAnswer => new(PlatformFaultKind.LoseAnswer),
            _ => null,
        };
        if (fault is not null)
        {
            _platform.Faults.Add(fault);
        }
    }

    protected override Task<(IReadOnlyDictionary<string, int> Held, int Executed)> HeldAsync() => Task.FromResult<(IReadOnlyDictionary<string, int>, int)>(
        (_platform.Holdings.ToDictionary(h => h.Key, h => h.Value.Version), (int)_platform.Counters.Packets));

    [Fact]
    public async Task Nothing_that_arrives_breaks_the_form()
    {
        Play(PlatformPlay.Accept);
        await DeliverAsync(Fresh(), Delivery());
        Assert.DoesNotContain(_platform.Log, l => l.Error?.StartsWith("BAD_PACKET", StringComparison.Ordinal) == true);
        Assert.Equal(3, _platform.Counters.Accepted);
    }

    private string At(string address) => $$"""{ "address": "{{address}}", "clientId": "hub", "clientSecret": "env:{{_secret}}", {{Variation}} }""";
}
