using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Platforms.PlatformApi;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing;
using WireMock.RequestBuilders;
using WireMock.ResponseBuilders;
using WireMock.Server;

namespace CreditHub.Connectors.Tests.Conversations;

/// <summary>
/// Whole conversations with a server that is not ours (WireMock.Net): it answers only what is asked exactly as arranged, state after state. What breaks connections
/// is <see cref="StubServer"/>'s.
/// </summary>
public sealed class ConversationTests : IDisposable
{
    private const string Packets = "/city/exchange/v1/SGS_XZCF/packets";

    private static readonly Guid PacketId = Guid.Parse("0192f6d0-5c7e-7c31-9d0e-0a2b6a1f9c11");

    private readonly WireMockServer _server = WireMockServer.Start();
    private readonly HttpClients _clients = new();
    private readonly TestClock _clock = new();
    private readonly string _secret = "CREDITHUB_TEST_SECRET_" + Guid.NewGuid().ToString("N");

    public ConversationTests() => Environment.SetEnvironmentVariable(_secret, "s3cret");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Address => $"http://127.0.0.1:{_server.Port}";

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(_secret, null);
        _clients.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Pages_are_read_to_the_end_through_a_token_that_runs_out_and_a_request_too_many()
    {
        Given("collect", null, "one", Token("hub"), Response.Create().WithBodyAsJson(new { access_token = "t1", expires_in = 3600 }));
        Given("collect", "one", "refused", Page(1, "Bearer t1"), Response.Create().WithStatusCode(401));
        Given("collect", "refused", "two", Token("hub"), Response.Create().WithBodyAsJson(new { access_token = "t2", expires_in = 3600 }));
        Given("collect", "two", "full", Page(1, "Bearer t2"), Response.Create().WithBodyAsJson(new { d = new[] { new { n = 1 }, new { n = 2 } } }));
        Given("collect", "full", "waited", Page(2, "Bearer t2"), Response.Create().WithStatusCode(429).WithHeader("Retry-After", "1"));
        Given("collect", "waited", "end", Page(2, "Bearer t2"), Response.Create().WithBodyAsJson(new { d = new[] { new { n = 3 } } }));
        var source = new RestKind(_clients, _clock).Create("water", Decoded.Settings(
            $$"""{"address":"{{Address}}/city","path":"/list","records":"$.d","paging":{"type":"page","parameter":"page","sizeParameter":"size","size":2},"auth":{"type":"oauth2","tokenAddress":"{{Address}}/city/token","clientId":"hub","clientSecret":"env:{{_secret}}"} }"""));

        Assert.Equal("{\"d\":[{\"n\":1},{\"n\":2}]}\n{\"d\":[{\"n\":3}]}\n", await TurningAsync(FetchAsync(source)));

        Assert.Equal(6, _server.LogEntries.Count);
        Assert.All(_server.LogEntries, e => Assert.NotNull(e.MappingGuid));
    }

    [Fact]
    public async Task A_packet_is_sent_asked_for_and_found_by_its_receipt_with_key_digest_and_token()
    {
        var platform = (PlatformApiWithReceipts)new PlatformApiKind(_clients, _clock).Create(
            "province", Decoded.Settings($$"""{"address":"{{Address}}/city","clientId":"hub","clientSecret":"env:{{_secret}}"}"""));
        var composed = platform.Compose(Delivery());
        string digest = $"sha-256=:{Convert.ToBase64String(SHA256.HashData(composed.Body.Span))}:";
        string receipt = $$"""{"packetId":"{{PacketId}}","receiptNo":"P41","receivedAt":"2026-11-20T09:00:00.412+08:00","results":[{"recordId":"{{Id}}","version":1,"status":"ACCEPTED"}]}""";
        _server.Given(Request.Create().WithPath("/city/oauth/token").UsingPost().WithBody("grant_type=client_credentials&client_id=hub&client_secret=s3cret"))
            .RespondWith(Response.Create().WithBodyAsJson(new { access_token = "t1", token_type = "Bearer", expires_in = 1800 }));
        _server.Given(Request.Create().WithPath("/city/exchange/v1/limits").UsingGet().WithHeader("Authorization", "Bearer t1"))
            .RespondWith(Response.Create().WithBodyAsJson(new { maxRecords = 300, maxBytes = 1 << 20, requestsPerMinute = 60, maxInFlight = 2 }));
        Given("send", null, "taken", Request.Create().WithPath(Packets).UsingPost().WithHeader("Authorization", "Bearer t1").WithHeader("Idempotency-Key", PacketId.ToString("D"))
            .WithHeader("Content-Digest", digest).WithHeader("Content-Type", "application/json; charset=utf-8").WithBody(composed.Body.ToArray()), Response.Create().WithStatusCode(504));
        Given("send", "taken", "told", Request.Create().WithPath($"/city/exchange/v1/receipts/{PacketId}").UsingGet().WithHeader("Authorization", "Bearer t1"), Response.Create().WithBody(receipt));

        Assert.Equal(300, (await platform.GetLimitsAsync(Stop))?.MaxRecords);
        Assert.Equal(AnswerKind.Transient, (await platform.SendAsync(composed, Stop)).Kind);
        var found = await platform.FindAsync(PacketId, Stop);

        Assert.Equal(AnswerKind.Answered, found.Kind);
        Assert.Equal([(RecordStatus.Accepted, "P41")], found.Results!.Select(r => (r.Status, found.ReceiptNo)));
        Assert.Equal(4, _server.LogEntries.Count);
        Assert.All(_server.LogEntries, e => Assert.NotNull(e.MappingGuid));
    }

    private static RecordId Id { get; } = new(SHA256.HashData("1"u8));

    private static Delivery Delivery() => new(
        PacketId, "411000", "SGS_XZCF", "2019", new DateTimeOffset(2026, 11, 20, 1, 0, 0, 7, TimeSpan.Zero),
        [new DeliveryRecord(Id, 1, Operation.Publish, null, Encoding.UTF8.GetBytes("""{"CF_WSH":"示罚字〔2026〕1号"}"""))]);

    private static IRequestBuilder Token(string client) =>
        Request.Create().WithPath("/city/token").UsingPost().WithBody($"client_id={client}&client_secret=s3cret&grant_type=client_credentials");

    private static IRequestBuilder Page(int page, string token) => Request.Create().WithPath("/city/list").UsingGet()
        .WithParam("page", page.ToString(CultureInfo.InvariantCulture)).WithParam("size", "2").WithHeader("Authorization", token);

    private void Given(string scenario, string? when, string then, IRequestBuilder asked, IResponseBuilder answer)
    {
        var arranged = _server.Given(asked).InScenario(scenario);
        (when is null ? arranged : arranged.WhenStateIs(when)).WillSetStateTo(then).RespondWith(answer);
    }

    private static async Task<string> FetchAsync(ISource source)
    {
        FetchedPayload? only = null;
        await foreach (var payload in source.FetchAsync(new FetchWindow(Cursor.Start), Stop))
        {
            Assert.Null(only);
            only = payload;
        }

        await using var stream = await only!.OpenAsync(Stop);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(Stop);
    }

    /// <summary>Turns the clock through the waits between attempts.</summary>
    private async Task<T> TurningAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, _clock.WhenTimersAsync(1, Stop));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await work;
    }
}
