using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.PlatformApi;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Platforms;

public sealed class PlatformApiTests : IAsyncLifetime
{
    private const string Packets = "/exchange/v1/SGS_XZCF/packets";
    private static readonly Guid PacketId = Guid.Parse("0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11");
    private readonly HttpClients _clients = new();
    private readonly TestClock _clock = new();
    private readonly string _secret = "CREDITHUB_TEST_SECRET_" + Guid.NewGuid().ToString("N");
    private StubServer _stub = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(_secret, "s3cret ");
        _stub = await StubServer.StartAsync(ct: Stop);
        _stub.On("POST", "/oauth/token", Token("t1"), Token("t2"), Token("t3"));
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_secret, null);
        _clients.Dispose();
        await _stub.DisposeAsync();
    }

    private static StubAnswer Token(string token, int seconds = 1800) =>
        StubAnswer.Json($$"""{"access_token":"{{token}}","token_type":"Bearer","expires_in":{{seconds}}}""");

    private PlatformApiWithReceipts Platform(TimeProvider? time = null, Uri? address = null, int timeout = 30) =>
        (PlatformApiWithReceipts)new PlatformApiKind(_clients, time ?? _clock).Create(
            "province", Decoded.Settings($$"""{"address":"{{address ?? _stub.Address}}","clientId":"hub","clientSecret":"env:{{_secret}}","timeoutSeconds":{{timeout}}}"""));

    private static RecordId Id(int number) => new(SHA256.HashData(BitConverter.GetBytes(number)));

    private static Delivery Delivery(int count = 3) => new(
        PacketId, "411000", "SGS_XZCF", "2019", new DateTimeOffset(2026, 11, 20, 1, 0, 0, 7, TimeSpan.Zero),
        [.. Enumerable.Range(0, count).Select(i => i % 2 == 0
            ? new DeliveryRecord(Id(i), i + 1, Operation.Publish, null, Encoding.UTF8.GetBytes($$"""{"CF_WSH":"文号{{i}}"}"""))
            : new DeliveryRecord(Id(i), i + 1, Operation.Withdraw, "REPAIR", default))]);

    private static string Result(int number, string status, string rest = "") =>
        $$"""{"recordId":"{{Id(number)}}","version":{{number + 1}},"status":"{{status}}"{{rest}}}""";

    private static string Receipt(params string[] results) =>
        $$"""{"packetId":"{{PacketId}}","receiptNo":"P41","receivedAt":"2026-11-20T09:00:00.412+08:00","results":[{{string.Join(',', results)}}]}""";

    private Task<DeliveryAnswer> SendAsync(PlatformApiPlatform? platform = null, int count = 3)
    {
        platform ??= Platform();
        return platform.SendAsync(platform.Compose(Delivery(count)), Stop);
    }

    [Fact]
    [Trait("R", "40")]
    public void A_packet_is_composed_as_the_protocol_writes_it()
    {
        var composed = Platform().Compose(Delivery(2));

        Assert.Equal(
            $$$"""{"packetId":"{{{PacketId}}}","sender":"411000","dataset":"SGS_XZCF","edition":"2019","sentAt":"2026-11-20T09:00:00.007+08:00","count":2,"records":[{"recordId":"{{{Id(0)}}}","version":1,"operation":"PUBLISH","data":{"CF_WSH":"文号0"}},{"recordId":"{{{Id(1)}}}","version":2,"operation":"WITHDRAW","reason":"REPAIR"}]}""",
            Encoding.UTF8.GetString(composed.Body.Span));
        Assert.Equal(SHA256.HashData(composed.Body.Span), composed.Sha256);
        Assert.Equal(composed.Body.ToArray(), Platform().Compose(Delivery(2)).Body.ToArray());
    }

    [Fact]
    public async Task A_packet_carries_token_key_and_digest()
    {
        _stub.On("POST", Packets, StubAnswer.Json(Receipt(Result(0, "ACCEPTED"), Result(1, "ACCEPTED"), Result(2, "ACCEPTED"))));

        await SendAsync();

        var (token, packet) = (_stub.Requests[0], _stub.Requests[1]);
        Assert.Equal("grant_type=client_credentials&client_id=hub&client_secret=s3cret", token.Text);
        Assert.Equal("Bearer t1", packet.Headers["Authorization"]);
        Assert.Equal(PacketId.ToString(), packet.Headers["Idempotency-Key"]);
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(packet.Body))}:", packet.Headers["Content-Digest"]);
        Assert.Equal(3, JsonDocument.Parse(packet.Body).RootElement.GetProperty("count").GetInt32());
    }

    [Fact]
    [Trait("R", "43")]
    public async Task Every_record_status_is_understood_in_any_order()
    {
        _stub.On("POST", Packets, StubAnswer.Json(Receipt(
            Result(4, "PENDING"), Result(0, "ACCEPTED"), Result(3, "REJECTED", ",\"code\":\"E1003\",\"field\":\"CF_XDR_SHXYM\",\"message\":\"校验位\\n错误\\u0000\""),
            Result(2, "STALE"), Result(1, "DUPLICATE"))));

        var answer = await SendAsync(count: 5);

        Assert.Equal((AnswerKind.Answered, "P41"), (answer.Kind, answer.ReceiptNo));
        Assert.Equal(
            [RecordStatus.Accepted, RecordStatus.Accepted, RecordStatus.Stale, RecordStatus.Rejected, RecordStatus.Pending],
            answer.Results!.OrderBy(r => r.Version).Select(r => r.Status));
        var rejected = answer.Results!.Single(r => r.Status == RecordStatus.Rejected);
        Assert.Equal((Id(3), "E1003", "CF_XDR_SHXYM", "校验位 错误 "), (rejected.Id, rejected.Code, rejected.Field, rejected.Message));
    }

    [Fact]
    public async Task An_answer_taken_for_later_leaves_everything_pending()
    {
        _stub.On("POST", Packets, StubAnswer.Json($$"""{"packetId":"{{PacketId}}","receiptNo":"P9"}""", 202));

        var answer = await SendAsync();

        Assert.Equal((AnswerKind.Answered, 202, "P9"), (answer.Kind, answer.HttpStatus, answer.ReceiptNo));
        Assert.Equal(3, answer.Results!.Count(r => r.Status == RecordStatus.Pending));
    }

    [Theory]
    [InlineData(400, """{"code":"BAD_PACKET","message":"…"}""", null, AnswerKind.PacketRefused)]
    [InlineData(400, """{"error":"BAD_PACKET"}""", null, AnswerKind.PacketRefused)]
    [InlineData(400, """{"error":{"code":"BAD_PACKET"}}""", null, AnswerKind.PacketRefused)]
    [InlineData(400, "BAD_PACKET", null, AnswerKind.PacketRefused)]
    [InlineData(400, """{"code":"BAD_DIGEST"}""", null, AnswerKind.Unknown)]
    [InlineData(400, "<html>Bad Request</html>", null, AnswerKind.Config)]
    [InlineData(403, "", null, AnswerKind.DatasetRefused)]
    [InlineData(404, """{"code":"UNKNOWN_DATASET"}""", null, AnswerKind.DatasetRefused)]
    [InlineData(404, "not here", null, AnswerKind.Config)]
    [InlineData(408, "", null, AnswerKind.Unknown)]
    [InlineData(409, """{"code":"IDEMPOTENCY_MISMATCH"}""", null, AnswerKind.Config)]
    [InlineData(409, """{"code":"IN_PROGRESS"}""", null, AnswerKind.Unknown)]
    [InlineData(413, "", null, AnswerKind.TooLarge)]
    [InlineData(422, "", null, AnswerKind.Config)]
    [InlineData(429, "", "7", AnswerKind.Later)]
    [InlineData(429, "", null, AnswerKind.Later)]
    [InlineData(503, "", "7", AnswerKind.Later)]
    [InlineData(503, "", null, AnswerKind.Transient)]
    [InlineData(500, """{"code":"BAD_PACKET"}""", "7", AnswerKind.Transient)]
    [InlineData(502, "", null, AnswerKind.Transient)]
    [InlineData(504, "", null, AnswerKind.Transient)]
    [InlineData(201, "{}", null, AnswerKind.Unknown)]
    [InlineData(204, "", null, AnswerKind.Unknown)]
    [Trait("R", "43")]
    public async Task Every_status_has_its_meaning(int status, string body, string? retryAfter, AnswerKind kind)
    {
        var answer = StubAnswer.Text(body, status);
        _stub.On("POST", Packets, retryAfter is null ? answer : answer.With("Retry-After", retryAfter));

        var said = await SendAsync();

        Assert.Equal((kind, status), (said.Kind, said.HttpStatus));
        Assert.Equal(kind == AnswerKind.Later && retryAfter is not null ? TimeSpan.FromSeconds(7) : null, kind == AnswerKind.Later ? said.RetryAfter : null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("<html>login</html>")]
    [InlineData("""{"code":"500"}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1"}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1","results":"all"}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1","results":[]}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":17,"results":[RESULT]}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","results":[RESULT]}""")]
    [InlineData("""{"packetId":"1192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1","results":[RESULT]}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1","results":[RESULT]""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1","results":[RESULT]}{}""")]
    [InlineData("""{"packetId":"0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11","receiptNo":"P1","results":[],"results":[RESULT]}""")]
    public async Task A_success_status_without_a_whole_receipt_is_unknown(string body)
    {
        _stub.On("POST", Packets, StubAnswer.Json(body.Replace("RESULT", Result(0, "ACCEPTED"), StringComparison.Ordinal)));

        var answer = await SendAsync(count: 1);

        Assert.Equal(AnswerKind.Unknown, answer.Kind);
        Assert.Null(answer.Results);
    }

    [Fact]
    public async Task Unclear_results_leave_their_records_without_an_answer()
    {
        string foreign = $$"""{"recordId":"{{Id(99)}}","version":1,"status":"ACCEPTED"}""";
        _stub.On("POST", Packets, StubAnswer.Json(Receipt(
            Result(0, "ACCEPTED"), Result(1, "OK"), Result(2, "ACCEPTED").Replace("\"version\":3", "\"version\":\"3\"", StringComparison.Ordinal),
            Result(3, "ACCEPTED").Replace("\"version\":4", "\"version\":5", StringComparison.Ordinal), foreign,
            Result(4, "ACCEPTED"), Result(4, "REJECTED"), Result(5, "ACCEPTED", ",\"status\":\"REJECTED\""), "7", "null", "[]", "{}")));

        var answer = await SendAsync(count: 7);

        Assert.Equal(AnswerKind.Answered, answer.Kind);
        Assert.Equal([Id(0)], answer.Results!.Select(r => r.Id));
        Assert.Contains("2 results of records not sent", answer.OperatorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_receipt_cut_at_any_byte_is_unknown()
    {
        var body = Encoding.UTF8.GetBytes(Receipt(Result(0, "ACCEPTED"), Result(1, "REJECTED", ",\"message\":\"校验\"")));
        for (int cut = 0; cut < body.Length; cut++)
        {
            Assert.Null(ReceiptReader.Read(body.AsSpan(0, cut), PacketId, Delivery(2).Records));
        }

        Assert.NotNull(ReceiptReader.Read(body, PacketId, Delivery(2).Records));
    }

    [Theory]
    [InlineData(StubFault.Reset)]
    [InlineData(StubFault.CutBody)]
    public async Task A_lost_answer_is_unknown_and_the_next_call_works(StubFault fault)
    {
        _stub.On("POST", Packets, StubAnswer.Failing(fault), StubAnswer.Json(Receipt(Result(0, "ACCEPTED"))));
        var platform = Platform();

        Assert.Equal(AnswerKind.Unknown, (await SendAsync(platform, 1)).Kind);
        Assert.Equal(AnswerKind.Answered, (await SendAsync(platform, 1)).Kind);
    }

    [Theory]
    [InlineData(StubFault.NoAnswer)]
    [InlineData(StubFault.SlowBody)]
    public async Task The_deadline_counts_for_the_whole_answer(StubFault fault)
    {
        _stub.On("POST", Packets, StubAnswer.Failing(fault) with { Delay = TimeSpan.FromMilliseconds(400) });

        var answer = await SendAsync(Platform(TimeProvider.System, timeout: 1), 1);

        Assert.Equal(AnswerKind.Unknown, answer.Kind);
    }

    [Fact]
    public async Task Nothing_listening_is_transient()
    {
        var gone = await StubServer.StartAsync(ct: Stop);
        var address = gone.Address;
        await gone.DisposeAsync();

        Assert.Equal(AnswerKind.Transient, (await SendAsync(Platform(address: address))).Kind);
        Assert.Equal(AnswerKind.Transient, (await Platform(address: address).FindAsync(PacketId, Stop)).Kind);
        Assert.Null(await Platform(address: address).GetLimitsAsync(Stop));
    }

    [Fact]
    public async Task A_caller_who_gives_up_gets_his_cancellation()
    {
        _stub.On("POST", Packets, StubAnswer.Failing(StubFault.NoAnswer));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var platform = Platform();
        var sending = platform.SendAsync(platform.Compose(Delivery()), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var other = await StubServer.StartAsync(ct: Stop);
        _stub.On("POST", Packets, StubAnswer.Empty(status).With("Location", other.Address + "steal"));
        _stub.On("GET", "/exchange/v1/*", StubAnswer.Empty(status).With("Location", other.Address + "steal"));

        Assert.Equal(AnswerKind.Config, (await SendAsync()).Kind);
        Assert.Equal(AnswerKind.Config, (await Platform().FindAsync(PacketId, Stop)).Kind);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task An_answer_beyond_the_cap_is_unknown()
    {
        _stub.On("POST", Packets, StubAnswer.Bytes(new byte[(10 << 20) + 1]));

        Assert.Equal(AnswerKind.Unknown, (await SendAsync()).Kind);
    }

    [Fact]
    public async Task A_token_that_ended_early_is_told_and_the_next_request_has_a_new_one()
    {
        _stub.On("POST", Packets, request => request.Headers["Authorization"] == "Bearer t2"
            ? StubAnswer.Json(Receipt(Result(0, "ACCEPTED"))) : StubAnswer.Empty(401));
        var platform = Platform();
        Assert.Equal(AnswerKind.TokenEnded, (await SendAsync(count: 1, platform: platform)).Kind);
        Assert.Equal(AnswerKind.Answered, (await SendAsync(count: 1, platform: platform)).Kind);
        Assert.Equal(4, _stub.Requests.Count);
    }

    [Fact]
    public async Task A_question_is_repeated_once_with_a_new_token_and_then_needs_a_person()
    {
        _stub.On("GET", $"/exchange/v1/receipts/{PacketId:D}", StubAnswer.Empty(401));
        Assert.Equal(AnswerKind.Config, (await Platform().FindAsync(PacketId, Stop)).Kind);
        Assert.Equal(4, _stub.Requests.Count);
    }

    [Theory]
    [InlineData(400, AnswerKind.Config)]
    [InlineData(401, AnswerKind.Config)]
    [InlineData(302, AnswerKind.Config)]
    [InlineData(429, AnswerKind.Later)]
    [InlineData(500, AnswerKind.Transient)]
    [InlineData(200, AnswerKind.Transient)]
    public async Task Without_a_token_nothing_is_sent(int status, AnswerKind kind)
    {
        _stub.On("POST", "/oauth/token", StubAnswer.Text("<html>", status));

        Assert.Equal(kind, (await SendAsync()).Kind);
        Assert.DoesNotContain(_stub.Requests, r => r.Path == Packets);
    }

    [Theory]
    [InlineData(StubFault.Reset)]
    [InlineData(StubFault.CutBody)]
    public async Task Losing_the_token_answer_says_nothing_of_the_packet(StubFault fault)
    {
        _stub.On("POST", "/oauth/token", StubAnswer.Failing(fault));

        Assert.Equal(AnswerKind.Transient, (await SendAsync()).Kind);
    }

    [Fact]
    public async Task Many_senders_share_one_token_and_one_renewal()
    {
        _stub.On("POST", Packets, StubAnswer.Json(Receipt(Result(0, "ACCEPTED"))));
        var platform = Platform();

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(platform, 1)));
        _clock.Advance(TimeSpan.FromSeconds(1800));
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => SendAsync(platform, 1)));

        Assert.Equal(2, _stub.Requests.Count(r => r.Path == "/oauth/token"));
        Assert.Equal(10, _stub.Requests.Count(r => r.Headers.GetValueOrDefault("Authorization") == "Bearer t2"));
    }

    [Fact]
    public async Task A_clock_set_back_keeps_the_token()
    {
        _stub.On("GET", "/exchange/v1/limits", StubAnswer.Json("""{"maxRecords":500,"maxBytes":2097152,"requestsPerMinute":600,"maxInFlight":4}"""));
        var platform = Platform(TimeProvider.System);

        Assert.Equal(new PlatformLimits(500, 2 << 20, 600, 4), await platform.GetLimitsAsync(Stop));
        Assert.Equal(new PlatformLimits(500, 2 << 20, 600, 4), await platform.GetLimitsAsync(Stop));
        Assert.Single(_stub.Requests, r => r.Path == "/oauth/token");
    }

    [Theory]
    [InlineData("{}", 200)]
    [InlineData("""{"maxRecords":0,"maxBytes":1,"requestsPerMinute":1,"maxInFlight":1}""", 200)]
    [InlineData("no", 200)]
    [InlineData("", 404)]
    public async Task Limits_that_cannot_be_read_are_none(string body, int status)
    {
        _stub.On("GET", "/exchange/v1/limits", StubAnswer.Text(body, status));

        Assert.Null(await Platform().GetLimitsAsync(Stop));
    }

    [Theory]
    [InlineData(404, """{"code":"NOT_RECEIVED"}""", AnswerKind.NotReceived)]
    [InlineData(500, "", AnswerKind.Transient)]
    [InlineData(429, "", AnswerKind.Later)]
    [InlineData(403, "", AnswerKind.Config)]
    [InlineData(200, "{}", AnswerKind.Unknown)]
    [InlineData(200, "<html>", AnswerKind.Unknown)]
    public async Task A_receipt_lookup_understands_every_status(int status, string body, AnswerKind kind)
    {
        _stub.On("GET", "/exchange/v1/receipts/" + PacketId, StubAnswer.Text(body, status));
        Assert.Equal(kind, (await ((IReceiptLookup)Platform()).FindAsync(PacketId, Stop)).Kind);
    }

    [Fact]
    public async Task A_receipt_found_later_names_its_records()
    {
        _stub.On("GET", "/exchange/v1/receipts/" + PacketId, StubAnswer.Json(Receipt(Result(0, "ACCEPTED"), Result(1, "PENDING"), Result(2, "ACCEPTED"), Result(2, "REJECTED"))));

        var answer = await Platform().FindAsync(PacketId, Stop);

        Assert.Equal((AnswerKind.Answered, "P41"), (answer.Kind, answer.ReceiptNo));
        Assert.Equal([(Id(0), RecordStatus.Accepted), (Id(1), RecordStatus.Pending)], answer.Results!.Select(r => (r.Id, r.Status)));
    }

    [Fact]
    public void Each_mistake_in_the_settings_is_found_and_no_secret_is_shown()
    {
        var findings = new PlatformApiKind(_clients, _clock).Validate(Decoded.Settings(
            """{"address":"ftp://x","clientId":"env:CREDITHUB_NEVER_SET","clientSecret":"hunter2","timeoutSeconds":0,"insecure":true}"""));

        Assert.Equal(["$.address", "$.clientId", "$.clientSecret", "$.insecure", "$.timeoutSeconds"], findings.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.Contains(findings, f => f.Problem.Contains("CREDITHUB_NEVER_SET", StringComparison.Ordinal));
        Assert.DoesNotContain(findings, f => f.ToString().Contains("hunter2", StringComparison.Ordinal));
    }
}
