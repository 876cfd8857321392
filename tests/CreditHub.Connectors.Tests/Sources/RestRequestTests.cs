using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Bodies, credentials and settings of the Rest source.</summary>
public sealed class RestRequestTests : RestStubTests
{
    [Fact]
    public async Task A_json_body_carries_numbers_leaves_out_what_has_no_value_and_injects_nothing()
    {
        Stub.On("POST", "/list", List([1], ",\"next\":\"a\\\"},{\\\"x\\\":1\""), List([2]));

        await FetchAsync(""","body":{"template":{"pageSize":"{size}","after":"{cursor}","fixed":[1,"x"],"day":"{date}"}},"paging":{"type":"cursor","next":"$.next","size":50},"date":{"format":"yyyyMMdd","daysBack":1}""");

        Assert.Equal("""{"pageSize":50,"fixed":[1,"x"],"day":"20261119"}""", Stub.Requests[0].Text);
        Assert.Equal("""{"pageSize":50,"after":"a\"},{\"x\":1","fixed":[1,"x"],"day":"20261119"}""", Stub.Requests[1].Text);
        Assert.Equal("application/json; charset=utf-8", Stub.Requests[0].Headers["Content-Type"]);
    }

    [Fact]
    public async Task A_form_body_is_encoded()
    {
        Stub.On("POST", "/list", List([1]));

        await FetchAsync(""","body":{"type":"form","template":{"区":"a&b=c","after":"{cursor}","size":"{size}"}},"paging":{"type":"cursor","next":"$.next","size":7}""");

        Assert.Equal("%E5%8C%BA=a%26b%3Dc&size=7", Stub.Requests[0].Text);
    }

    [Fact]
    public async Task An_oauth_token_is_kept_and_renewed_once_when_refused()
    {
        Stub.On("POST", "/token", StubAnswer.Json("{}", 503), StubAnswer.Json("""{"data":{"t":"one","life":3600}}"""), StubAnswer.Json("""{"data":{"t":"two","life":3600}}"""));
        Stub.On("GET", "/list", r => r.Headers["X-Token"] == "T two" ? List([1]) : StubAnswer.Empty(401));
        string auth = $$""","auth":{"type":"oauth2","tokenAddress":"{{Stub.Address}}token","clientId":"hub","clientSecret":"env:{{Secret}}","style":"json","idField":"appKey","secretField":"appSecret","tokenPath":"$.data.t","expiresPath":"$.data.life","header":"X-Token","prefix":"T "}""";

        Assert.Equal([1], Numbers(Assert.Single(await TurningAsync(FetchAsync(auth))).Body));
        Assert.Equal(["/token", "/token", "/list", "/token", "/list"], Stub.Requests.Select(r => r.Path));
        Assert.Equal("""{"appKey":"hub","appSecret":"s3cret"}""", Stub.Requests[0].Text);

        Stub.On("GET", "/list", StubAnswer.Empty(401));
        Assert.Equal(FailureKind.Config, (await FailsAsync(auth)).Kind);
    }

    [Fact]
    public async Task A_signature_covers_the_parts_named_in_their_order()
    {
        Stub.On("POST", "/list", List([1]));

        await FetchAsync(
            $$""","query":{"b":"2","a":"1 &"},"body":{"template":{"x":1} },"auth":{"type":"hmac","keyId":"hub","secret":"env:{{Secret}}","parts":["method","path","query","bodyDigest","timestamp","nonce","keyId"],"separator":"|","encoding":"base64","timestampHeader":"X-Time","nonceHeader":"X-Nonce","keyIdHeader":"X-Key"}""");

        var request = Assert.Single(Stub.Requests);
        string time = Clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        string digest = Convert.ToBase64String(SHA256.HashData("""{"x":1}"""u8));
        string signed = $"POST|/list|a=1%20%26&b=2|{digest}|{time}|{request.Headers["X-Nonce"]}|hub";
        Assert.Equal(time, request.Headers["X-Time"]);
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes(signed))), request.Headers["X-Signature"]);
    }

    [Fact]
    public async Task Each_attempt_is_signed_anew_with_its_own_time_stamp_and_nonce()
    {
        Stub.On("GET", "/list", StubAnswer.Empty(503), StubAnswer.Failing(StubFault.Reset), StubAnswer.Failing(StubFault.CutBody), StubAnswer.Empty(429), List([1]));

        var payload = Assert.Single(await TurningAsync(FetchAsync(
            $$""","auth":{"type":"hmac","keyId":"hub","secret":"env:{{Secret}}","parts":["timestamp","nonce"],"timestampHeader":"X-Time","nonceHeader":"X-Nonce"}""")));

        Assert.Equal([1], Numbers(payload.Body));
        Assert.Equal(5, Stub.Requests.Count);
        Assert.Equal(5, Stub.Requests.Select(r => r.Headers["X-Nonce"]).Distinct().Count());
        var stamps = Stub.Requests.Select(r => long.Parse(r.Headers["X-Time"], CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(stamps.Distinct().Order(), stamps);
        Assert.All(Stub.Requests, r => Assert.Equal(
            Convert.ToHexStringLower(HMACSHA256.HashData("s3cret"u8, Encoding.UTF8.GetBytes($"{r.Headers["X-Time"]}\n{r.Headers["X-Nonce"]}"))), r.Headers["X-Signature"]));
    }

    [Fact]
    public async Task A_key_in_the_address_is_in_no_message()
    {
        Stub.On("GET", "/list", StubAnswer.Empty(403));

        var failure = await FailsAsync($$""","auth":{"type":"query","name":"key","value":"env:{{Secret}}"}""");

        Assert.Equal("?key=s3cret", Stub.Requests[0].Query);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Each_mistake_in_the_new_settings_is_found()
    {
        var findings = new RestKind(Clients, Clock).Validate(Decoded.Settings(
            """
            {"address":"https://a.example","records":"/a/b","total":"$.t","query":{"x":"{pgae}"},"body":{"type":"xml","template":"<a>"},"soap":{"action":"a b"},
             "paging":{"type":"cursor","next":"/a/n"},"answers":[{"when":{},"then":"perhaps"}],"auth":{"type":"hmac","keyId":"k","secret":"x","parts":["timestamp","magic"]},
             "timeWindows":{"start":"yesterday","from":"f","to":"t"},"updatedSince":{"parameter":"s"},"budget":{"perHour":1}}
            """));

        Assert.Equal(
            [
                "$.answers[0].then", "$.answers[0].when.path", "$.auth.parts", "$.auth.secret", "$.auth.timestampHeader", "$.body.template", "$.budget.perHour", "$.paging.parameter",
                "$.query.x", "$.soap.action", "$.timeWindows", "$.timeWindows.start", "$.total",
            ],
            findings.Select(f => f.Path).Order(StringComparer.Ordinal));
    }
}
