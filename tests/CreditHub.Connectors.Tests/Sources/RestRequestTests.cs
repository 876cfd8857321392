using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Sources.Rest.Paging;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Bodies, credentials, rules, links, windows and drift of the Rest source.</summary>
public sealed class RestRequestTests : RestStubTests
{
    static RestRequestTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private async Task<List<(FetchedPayload Payload, string Body)>> FetchAsync(string more, Cursor? from = null, string records = "$.d")
    {
        var source = new RestKind(Clients, Clock).Create("water", Decoded.Settings($$"""{"address":"{{Stub.Address}}","path":"/list","records":"{{records}}"{{more}}}"""));
        var payloads = new List<(FetchedPayload, string)>();
        await foreach (var payload in source.FetchAsync(new FetchWindow(from ?? Cursor.Start), Stop))
        {
            await using var stream = await payload.OpenAsync(Stop);
            using var reader = new StreamReader(stream);
            payloads.Add((payload, await reader.ReadToEndAsync(Stop)));
        }

        return payloads;
    }

    private Task<ConnectorException> FailsAsync(string more, string records = "$.d") => FailingAsync(() => FetchAsync(more, records: records));

    private static StubAnswer List(IEnumerable<int> rows, string more = "") =>
        StubAnswer.Json($$"""{"d":[{{string.Join(',', rows.Select(i => $"{{\"n\":{i}}}"))}}]{{more}}}""");

    private static int Number(StubRequest request, string name) =>
        int.Parse(System.Web.HttpUtility.ParseQueryString(request.Query)[name] ?? "0", CultureInfo.InvariantCulture);

    private static IEnumerable<int> Numbers(string body) =>
        System.Text.RegularExpressions.Regex.Matches(body, "\"n\":([0-9]+)").Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));

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
    public async Task A_soap_service_that_returns_text_is_unwrapped_and_a_token_escaped()
    {
        Environment.SetEnvironmentVariable(Secret, "a<b>&\"c");
        Stub.On("POST", "/list", StubAnswer.Text(
            "<e:Envelope xmlns:e='x'><e:Body><r><return>&lt;?xml version=\"1.0\" encoding=\"GBK\"?&gt;&lt;DATAS&gt;&lt;DATA&gt;&lt;n&gt;甲&lt;/n&gt;&lt;/DATA&gt;&lt;/DATAS&gt;</return></r></e:Body></e:Envelope>", contentType: "text/xml"));

        var got = await FetchAsync(
            $$""","soap":{"version":"1.2","action":"urn:q"},"body":{"type":"xml","template":["<a xmlns='u'>","<t>{token}</t></a>"]},"auth":{"type":"bearer","token":"env:{{Secret}}"},"unwrap":"/Envelope/Body/r/return" """,
            records: "/DATAS/DATA");

        Assert.Equal("<DATAS><DATA><n>甲</n></DATA></DATAS>", Assert.Single(got).Body);
        Assert.Contains("<t>a&lt;b&gt;&amp;&quot;c</t>", Stub.Requests[0].Text, StringComparison.Ordinal);
        Assert.Equal("application/soap+xml; charset=utf-8; action=\"urn:q\"", Stub.Requests[0].Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("soap:Client", FailureKind.Config, 1)]
    [InlineData("soap:Server", FailureKind.Transient, 5)]
    public async Task A_soap_fault_is_told_by_its_code_and_its_text_is_not_shown(string code, FailureKind kind, int requests)
    {
        Stub.On("POST", "/list", StubAnswer.Text(
            $"<s:Envelope xmlns:s='x'><s:Body><s:Fault><faultcode>{code}</faultcode><faultstring>张三 not allowed</faultstring></s:Fault></s:Body></s:Envelope>", 500, "text/xml"));

        var failure = await FailsAsync(""","soap":{"action":"urn:q"},"body":{"type":"xml","template":"<a/>"}""", "/Envelope/Body/x/row");

        Assert.Equal((kind, requests), (failure.Kind, Stub.Requests.Count));
        Assert.DoesNotContain("张三", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Xml_with_a_document_type_is_refused()
    {
        Stub.On("GET", "/list", StubAnswer.Text("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a><b>&x;</b></a>", contentType: "text/xml"));

        Assert.Equal(FailureKind.Config, (await FailsAsync("", "/a/b")).Kind);
    }

    [Theory]
    [InlineData("500", FailureKind.Config, 1)]
    [InlineData("\"B01\"", FailureKind.Transient, 5)]
    [InlineData("429", FailureKind.Transient, 5)]
    public async Task A_code_inside_the_answer_decides(string code, FailureKind kind, int requests)
    {
        Stub.On("GET", "/list", StubAnswer.Json($$"""{"code":{{code}},"d":[]}"""));

        var failure = await FailsAsync(
            ""","answers":[{"when":{"path":"$.code","equals":"B01"},"then":"retry"},{"when":{"path":"$.code","equals":[429]},"then":"rateLimited"},{"when":{"status":200,"path":"$.code","notEquals":[0]},"message":"请联系供数单位"}]""");

        Assert.Equal((kind, requests), (failure.Kind, Stub.Requests.Count));
    }

    [Fact]
    public async Task An_answer_may_mean_nothing_there_or_not_ready()
    {
        const string rules = ""","answers":[{"when":{"status":404},"then":"empty"},{"when":{"path":"$.code","equals":"WAIT"},"then":"ignore"}]""";
        Stub.On("GET", "/list", StubAnswer.Json("{}", 404), StubAnswer.Json("""{"code":"WAIT"}"""));

        Assert.Equal("{\"d\":[]}\n", Assert.Single(await FetchAsync(rules)).Body);
        Assert.Empty(await FetchAsync(rules));
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

    [Theory]
    [InlineData("<http://127.0.0.2:1/list?p=2>; rel=\"next\"")]
    [InlineData("<//evil.example/list>; rel=next")]
    [InlineData("</other?p=2>; rel=\"next\"")]
    [InlineData("</list/../admin>; rel=\"next\"")]
    [InlineData("<file:///list>; rel=\"next\"")]
    public async Task A_link_that_leads_elsewhere_is_not_followed(string link)
    {
        Stub.On("GET", "/list", List([1]).With("Link", link));

        Assert.Equal(FailureKind.Config, (await FailsAsync(""","paging":{"type":"link"}""")).Kind);
        Assert.Single(Stub.Requests);
    }

    [Theory]
    [InlineData("<a>; rel=\"next\"", "a")]
    [InlineData("<a>; title=\"x, <b>; rel=next\"; rel=prev, <c>; rel=\"last next\"", "c")]
    [InlineData("<a>; rel=prev", null)]
    [InlineData("<a", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_next_link_is_found_as_the_standard_says(string? header, string? link) => Assert.Equal(link, NextLink.InHeader(header));

    [Fact]
    public async Task Windows_follow_each_other_and_a_full_one_is_halved()
    {
        var changes = Enumerable.Range(0, 48).Select(i => new DateTime(2026, 11, 19).AddMinutes(i * 30)).ToList();
        Stub.On("GET", "/list", r =>
        {
            var query = System.Web.HttpUtility.ParseQueryString(r.Query);
            var (from, to) = (DateTime.Parse(query["f"]!, CultureInfo.InvariantCulture), DateTime.Parse(query["t"]!, CultureInfo.InvariantCulture));
            return List(changes.Select((c, i) => (c, i)).Where(c => c.c >= from && c.c < to).Select(c => c.i));
        });
        const string windows = ""","timeWindows":{"from":"f","to":"t","start":"2026-11-19","lengthMinutes":720,"lagSeconds":0,"overlapSeconds":0,"maxPerWindow":20}""";

        var got = await FetchAsync(windows);
        var again = await FetchAsync(windows, got[^1].Payload.CursorAfter);

        Assert.Equal(Enumerable.Range(0, 48), got.SelectMany(g => Numbers(g.Body)));
        Assert.All(got, g => Assert.True(Numbers(g.Body).Count() < 20));
        Assert.Equal("""{"v":1,"since":"2026-11-20T09:00:00.000+08:00"}""", got[^1].Payload.CursorAfter.Value);
        Assert.Empty(again);
    }

    [Fact]
    public async Task A_window_too_full_at_its_shortest_needs_a_person()
    {
        Stub.On("GET", "/list", List(Enumerable.Range(0, 20)));

        var failure = await FailsAsync(""","timeWindows":{"from":"f","to":"t","start":"2026-11-19","maxPerWindow":20}""");

        Assert.Equal(FailureKind.Config, failure.Kind);
        Assert.Contains("maxPerWindow", failure.OperatorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task Rows_deleted_or_inserted_while_paging_lose_nothing_when_pages_overlap(int change)
    {
        var rows = Enumerable.Range(100, 40).ToList();
        Stub.On("GET", "/list", r =>
        {
            if (Number(r, "offset") is > 0 and < 15)
            {
                rows = change < 0 ? rows[2..] : [1, 2, .. rows];
            }

            return List(rows.Skip(Number(r, "offset")).Take(10), $",\"total\":{rows.Count}");
        });

        var got = await FetchAsync(""","paging":{"type":"offset","parameter":"offset","size":10,"overlap":4},"total":"$.total" """);

        Assert.Empty(Enumerable.Range(100, 40).Except(Numbers(Assert.Single(got).Body)));
        Assert.Equal(Numbers(got[0].Body).Count(), got[0].Payload.Declared!());
    }

    [Fact]
    public async Task A_total_that_changes_while_paging_is_read_again()
    {
        int asked = 0;
        Stub.On("GET", "/list", r =>
        {
            var rows = Enumerable.Range(0, asked++ < 1 ? 20 : 19).ToList();
            return List(rows.Skip((Number(r, "page") - 1) * 10).Take(10), $",\"total\":{rows.Count}");
        });

        var got = await FetchAsync(""","paging":{"type":"page","parameter":"page","size":10},"total":"$.total" """);

        Assert.Equal(Enumerable.Range(0, 19), Numbers(Assert.Single(got).Body).Distinct());
        Assert.Equal(["?page=1", "?page=2", "?page=1", "?page=2"], Stub.Requests.Select(r => r.Query));
    }

    [Fact]
    public async Task The_last_page_given_for_ever_is_the_end_and_a_page_given_twice_is_not()
    {
        Stub.On("GET", "/list", r => List(Enumerable.Range((Math.Min(Number(r, "page"), 3) - 1) * 10, 10)));
        const string paging = ""","paging":{"type":"page","parameter":"page","size":10}""";

        Assert.Equal(Enumerable.Range(0, 30), Numbers(Assert.Single(await FetchAsync(paging)).Body));

        Stub.On("GET", "/list", r => List(Enumerable.Range((Number(r, "page") == 3 ? 1 : Number(r, "page") - 1) * 10, Number(r, "page") < 5 ? 10 : 0)));
        Assert.Equal(FailureKind.Transient, (await FailsAsync(paging)).Kind);
    }

    [Fact]
    public async Task The_budget_ends_a_run_and_paces_it()
    {
        Stub.On("GET", "/list", r => List(Enumerable.Range(Number(r, "offset"), 10)));

        var failure = await FailsAsync(""","paging":{"type":"offset","parameter":"offset","size":10},"budget":{"perRun":6,"perMinute":2}""");

        Assert.Contains("budget.perRun", failure.OperatorMessage, StringComparison.Ordinal);
        Assert.Equal(6, Stub.Requests.Count);
        Assert.True(Clock.GetUtcNow() - new DateTimeOffset(2026, 11, 20, 1, 0, 0, TimeSpan.Zero) >= TimeSpan.FromMinutes(2));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task A_compressed_answer_is_read_and_a_bomb_is_not(string coding)
    {
        StubAnswer Packed(byte[] plain)
        {
            var packed = new MemoryStream();
            using (Stream into = coding == "gzip" ? new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true) : new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                into.Write(plain);
            }

            return StubAnswer.Bytes(packed.ToArray()).With("Content-Encoding", coding);
        }

        Stub.On("GET", "/list", Packed("""{"d":[{"n":7}]}"""u8.ToArray()), Packed(new byte[16 << 20]));

        Assert.Equal([7], Numbers(Assert.Single(await FetchAsync("")).Body));
        Assert.Equal(FailureKind.Config, (await FailsAsync("")).Kind);
    }

    [Fact]
    public async Task Gb18030_answers_become_utf8()
    {
        Stub.On("GET", "/list", StubAnswer.Bytes(Encoding.GetEncoding("GB18030").GetBytes("""{"d":[{"n":1,"名":"王𠮷"}]}""")));

        Assert.Equal("{\"d\":[{\"n\":1,\"名\":\"王𠮷\"}]}\n", Assert.Single(await FetchAsync(""","encoding":"gb18030" """)).Body);
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
