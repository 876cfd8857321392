using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.NationalCryptography;
using CreditHub.Connectors.Platforms.PlatformApi;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Platforms;

/// <summary>What platforms vary in the reference protocol, by config.</summary>
public sealed class PlatformVariationTests : IAsyncLifetime
{
    private static readonly Guid PacketId = Guid.Parse("0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11");
    private static readonly RecordId Id = new(SHA256.HashData("r"u8));
    private readonly HttpClients _clients = new();
    private readonly TestClock _clock = new();
    private readonly string _secret = "CREDITHUB_TEST_VARIATION_" + Guid.NewGuid().ToString("N");
    private StubServer _stub = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Receipt => $$"""{"packetId":"{{PacketId}}","receiptNo":"P41","results":[{"recordId":"{{Id}}","version":1,"status":"ACCEPTED"}]}""";

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(_secret, "s3cret");
        Environment.SetEnvironmentVariable(_secret + "_KEY", SmExamples.PrivateKey);
        _stub = await StubServer.StartAsync(ct: Stop);
        _stub.On("POST", "/oauth/token", StubAnswer.Json("""{"access_token":"t1","expires_in":1800}"""));
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(_secret, null);
        Environment.SetEnvironmentVariable(_secret + "_KEY", null);
        _clients.Dispose();
        await _stub.DisposeAsync();
    }

    private IPlatform Platform(string more) => new PlatformApiKind(_clients, _clock).Create("p", Decoded.Settings(
        $$"""{"address":"{{_stub.Address}}","clientId":"hub","clientSecret":"env:{{_secret}}",{{more}}}"""));

    private static Delivery Delivery() => new(
        PacketId, "411000", "SGS_XZCF", "2019", new DateTimeOffset(2026, 11, 20, 1, 0, 0, TimeSpan.Zero), [new DeliveryRecord(Id, 1, Operation.Publish, null, "{\"CF_WSH\":\"文号\"}"u8.ToArray())]);

    private static Task<DeliveryAnswer> SendAsync(IPlatform platform) => platform.SendAsync(platform.Compose(Delivery()), Stop);

    [Fact]
    public async Task Paths_are_those_of_the_platform()
    {
        _stub.On("POST", "/auth/getToken", StubAnswer.Json("""{"access_token":"t9"}"""));
        _stub.On("POST", "/data/SGS_XZCF/upload", StubAnswer.Json(Receipt));
        _stub.On("GET", $"/data/result/{PacketId}", StubAnswer.Json(Receipt));
        var platform = Platform("""
            "paths": { "token": "/auth/getToken", "limits": "/data/limits", "packets": "/data/{dataset}/upload", "receipts": "/data/result/{packetId}" }
            """);

        Assert.Equal(AnswerKind.Answered, (await SendAsync(platform)).Kind);
        Assert.Equal(AnswerKind.Answered, (await ((IReceiptLookup)platform).FindAsync(PacketId, Stop)).Kind);
        Assert.All(_stub.Requests, r => Assert.True(r.Matched, r.Path));
    }

    [Fact]
    public void A_platform_that_cannot_be_asked_for_receipts_must_know_what_is_sent_again()
    {
        Assert.IsNotAssignableFrom<IReceiptLookup>(Platform("\"paths\": { \"receipts\": \"\" }"));
        Assert.IsAssignableFrom<IReceiptLookup>(Platform("\"paths\": { \"limits\": \"/limits\" }"));
        Assert.IsNotAssignableFrom<IReceiptLookup>(Platform("\"paths\": { \"receipts\": \"\" }, \"wire\": { \"packet\": { \"packetId\": \"\" } }"));
        var findings = new PlatformApiKind(_clients, _clock).Validate(Decoded.Settings(
            $$"""{"address":"{{_stub.Address}}","clientId":"hub","clientSecret":"env:{{_secret}}","paths":{"receipts":""},"wire":{"packet":{"packetId":""},"record":{"version":""} } }"""));
        Assert.Contains("could never be found out", Assert.Single(findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fixed_token_goes_in_the_platforms_header_and_nobody_is_asked_for_one()
    {
        _stub.On("POST", "/exchange/v1/SGS_XZCF/packets", StubAnswer.Json(Receipt));

        Assert.Equal(AnswerKind.Answered, (await SendAsync(Platform("\"token\": { \"style\": \"fixed\", \"header\": \"X-Key\", \"scheme\": \"\" }"))).Kind);

        Assert.Equal("s3cret", Assert.Single(_stub.Requests).Headers["X-Key"]);
    }

    [Fact]
    public async Task A_signature_covers_verb_path_time_and_body()
    {
        _stub.On("POST", "/exchange/v1/SGS_XZCF/packets", StubAnswer.Json(Receipt));

        await SendAsync(Platform("\"signature\": { \"secret\": \"env:" + _secret + "\", \"header\": \"X-Sign\" }"));

        var sent = _stub.Requests[^1];
        string text = $"{_clock.GetUtcNow().ToUnixTimeMilliseconds()}\n{sent.Headers["X-Nonce"]}\nPOST\n/exchange/v1/SGS_XZCF/packets\n{Convert.ToHexStringLower(SHA256.HashData(sent.Body))}";
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(text))), sent.Headers["X-Sign"]);
    }

    [Fact]
    public async Task A_sealed_packet_shows_nothing_and_only_an_answer_sealed_for_it_counts()
    {
        using var own = Sm2Key.Private(SmExamples.PrivateKey);
        using var pub = Sm2Key.Public(SmExamples.PublicKey);
        var platformSide = new SmEnvelope(own, pub, new SmEnvelopeTerms("3", TimeSpan.FromMinutes(5), Sm2Key.UsualId), _clock);
        byte[]? opened = null;
        string mode = "good";
        _stub.On("POST", "/exchange/v1/SGS_XZCF/packets", request =>
        {
            string nonce = System.Text.Json.JsonDocument.Parse(request.Body).RootElement.GetProperty("nonce").GetString()!;
            opened = platformSide.Open(request.Body, nonce);
            byte[] answer = platformSide.Seal(Encoding.UTF8.GetBytes(Receipt), mode == "replay" ? SmEnvelope.NewNonce() : nonce);
            return mode == "plain" ? StubAnswer.Json(Receipt) : StubAnswer.Bytes(answer, "application/json");
        });
        // both sides hold the standard's example key: what is tested is the way, not the key
        var platform = Platform($$"""
            "envelope": { "ownKey": "env:{{_secret}}_KEY", "platformKey": "{{SmExamples.PublicKey}}", "keyVersion": "3" }
            """);

        Assert.Equal(AnswerKind.Answered, (await SendAsync(platform)).Kind);
        Assert.Equal(platform.Compose(Delivery()).Body.ToArray(), opened);
        Assert.DoesNotContain("文号", _stub.Requests[^1].Text, StringComparison.Ordinal);
        foreach (string wrong in new[] { "replay", "plain" })
        {
            mode = wrong;
            Assert.Equal(AnswerKind.Unknown, (await SendAsync(platform)).Kind);
        }
    }

    [Fact]
    public void Mistakes_in_what_varies_are_found_and_no_key_is_shown()
    {
        var findings = new PlatformApiKind(_clients, _clock).Validate(Decoded.Settings($$"""
            { "address": "http://127.0.0.1:9", "clientId": "hub", "clientSecret": "env:{{_secret}}", "paths": { "packets": "data?x", "receipts": "/r" }, "signature": { "secret": "hunter2", "header": "a b" },
              "envelope": { "ownKey": "env:{{_secret}}", "platformKey": "04AB", "windowSeconds": 0 } }
            """));

        Assert.Equal(
            ["$.envelope.ownKey", "$.envelope.platformKey", "$.envelope.windowSeconds", "$.paths.packets", "$.paths.receipts", "$.signature.header", "$.signature.secret"],
            findings.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(findings, f => f.ToString().Contains("hunter2", StringComparison.Ordinal) || f.ToString().Contains("s3cret", StringComparison.Ordinal));
    }
}
