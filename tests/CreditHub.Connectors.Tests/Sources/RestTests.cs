using System.Globalization;
using System.Text;
using CreditHub.Connectors.Decoders.Json;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Sources;

public sealed class RestTests : RestStubTests
{
    private async Task<(FetchedPayload Payload, string Body)> FetchAsync(string more, FetchWindow? window = null, TimeProvider? time = null, string records = "$.d")
    {
        string settings = $$"""{"address":"{{Stub.Address}}","path":"/list","records":"{{records}}"{{more}}}""";
        var source = new RestKind(Clients, time ?? Clock).Create("water", Decoded.Settings(settings));
        var payloads = new List<FetchedPayload>();
        await foreach (var payload in source.FetchAsync(window ?? new FetchWindow(Cursor.Start), Stop))
        {
            payloads.Add(payload);
        }

        await using var stream = await Assert.Single(payloads).OpenAsync(Stop);
        using var reader = new StreamReader(stream);
        return (payloads[0], await reader.ReadToEndAsync(Stop));
    }

    private static StubAnswer Page(int first, int count, string more = "") => StubAnswer.Json(
        $$"""{"d":[{{string.Join(',', Enumerable.Range(first, count).Select(i => $"{{\"n\":{i}}}"))}}]{{more}},"trace":"{{Guid.NewGuid()}}"}""");

    private static async Task<List<int>> NumbersAsync(string body)
    {
        var records = await Decoded.AllAsync(new JsonKind().Create("x", Decoded.Settings("""{"records":"$.d"}""")), new MemoryStream(Encoding.UTF8.GetBytes(body)));
        return [.. records.Select(r => int.Parse(r["n"], CultureInfo.InvariantCulture))];
    }

    private const string ByPage = ""","paging":{"type":"page","parameter":"page","sizeParameter":"size","size":10}""";
    private const string ByOffset = ""","paging":{"type":"offset","parameter":"offset","sizeParameter":"limit","size":10}""";
    private const string ByCursor = ""","paging":{"type":"cursor","parameter":"after","next":"$.next"}""";

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(25)]
    [InlineData(30)]
    [Trait("R", "6")]
    public async Task Every_record_comes_once_by_every_kind_of_paging(int rows)
    {
        foreach (bool total in (bool[])[false, true])
        {
            string said = total ? $",\"total\":{rows}" : "", asked = total ? ",\"total\":\"$.total\"" : "";
            Stub.On("GET", "/list", r =>
            {
                int start = r.Query.Contains("page", StringComparison.Ordinal) ? (Number(r, "page") - 1) * 10 : Number(r, "offset", Number(r, "after"));
                int count = Math.Clamp(rows - start, 0, 10);
                return Page(start, count, said + (start + 10 < rows ? $",\"next\":\"{start + 10}\"" : ",\"next\":null"));
            });

            foreach (string paging in (string[])[ByPage, ByOffset, ByCursor])
            {
                var (payload, body) = await FetchAsync(paging + asked);

                Assert.Equal(Enumerable.Range(0, rows), await NumbersAsync(body));
                Assert.Equal(total ? rows : null, payload.Declared!());
            }
        }
    }

    [Fact]
    public async Task A_source_that_caps_the_page_size_silently_loses_nothing()
    {
        Stub.On("GET", "/list", r => Page((Number(r, "page") - 1) * 4, Math.Clamp(10 - ((Number(r, "page") - 1) * 4), 0, 4)));

        Assert.Equal(Enumerable.Range(0, 10), await NumbersAsync((await FetchAsync(ByPage)).Body));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(200)]
    public async Task A_source_without_a_second_page_may_refuse_it_or_repeat_the_first(int status)
    {
        Stub.On("GET", "/list", r => Number(r, "page") == 1 || status == 200 ? Page(0, 3) : StubAnswer.Empty(status));

        Assert.Equal([0, 1, 2], await NumbersAsync((await FetchAsync(ByPage)).Body));
    }

    [Fact]
    public async Task Parameters_are_escaped_and_credentials_sent_in_the_header()
    {
        Stub.On("GET", "/list", Page(0, 1));

        await FetchAsync($$""","query":{"区域":"a&b=c#d e/+"},"auth":{"type":"header","name":"X-Api-Key","value":"env:{{Secret}}"}""");
        await FetchAsync($$""","auth":{"type":"bearer","token":"env:{{Secret}}"}""");

        Assert.Equal("?" + Uri.EscapeDataString("区域") + "=a%26b%3Dc%23d%20e%2F%2B", Stub.Requests[0].Query);
        Assert.Equal("s3cret", Stub.Requests[0].Headers["X-Api-Key"]);
        Assert.Equal("Bearer s3cret", Stub.Requests[1].Headers["Authorization"]);
    }

    [Fact]
    [Trait("R", "10")]
    public async Task The_next_collection_asks_from_where_the_last_one_began_less_the_lag()
    {
        const string since = ""","updatedSince":{"parameter":"since","format":"yyyy-MM-ddTHH:mm:sszzz","lagSeconds":300}""";
        Stub.On("GET", "/list", Page(0, 0));

        var (first, _) = await FetchAsync(since);
        Clock.Advance(TimeSpan.FromHours(1));
        var (second, _) = await FetchAsync(since, new FetchWindow(first.CursorAfter));
        Clock.Set(Clock.GetUtcNow().AddMinutes(-9));
        var (third, _) = await FetchAsync(since, new FetchWindow(second.CursorAfter));

        Assert.Equal("""{"v":1,"since":"2026-11-20T08:55:00.000+08:00"}""", first.CursorAfter.Value);
        Assert.Equal(["", "?since=2026-11-20T08%3A55%3A00%2B08%3A00", "?since=2026-11-20T09%3A55%3A00%2B08%3A00"], Stub.Requests.Select(r => r.Query));
        Assert.Equal(second.CursorAfter, third.CursorAfter);
    }

    [Fact]
    public async Task A_cursor_ahead_of_the_clock_needs_a_person()
    {
        Stub.On("GET", "/list", Page(0, 1));

        var failure = await Assert.ThrowsAsync<ConnectorException>(
            () => FetchAsync(""","updatedSince":{"parameter":"since"}""", new FetchWindow(new Cursor("""{"v":1,"since":"2026-11-20T09:06:00.000+08:00"}"""))));

        Assert.Equal(FailureKind.Config, failure.Kind);
        Assert.Empty(Stub.Requests);
    }

    [Theory]
    [InlineData("2026-11-20")]
    [InlineData("""{"v":2,"since":"x"}""")]
    [InlineData("""{"v":1,"since":7}""")]
    [InlineData("""{"v":1}""")]
    [InlineData("[]")]
    public async Task A_foreign_cursor_needs_a_person(string cursor) =>
        Assert.Equal(FailureKind.Config, (await Assert.ThrowsAsync<ConnectorException>(
            () => FetchAsync(""","updatedSince":{"parameter":"since"}""", new FetchWindow(new Cursor(cursor))))).Kind);

    [Fact]
    public async Task A_window_and_a_subject_are_asked_for_and_do_not_move_the_cursor()
    {
        Stub.On("GET", "/list", Page(0, 1));
        var from = new Cursor("""{"v":1,"since":"2026-11-20T08:55:00.000+08:00"}""");
        const string settings = ""","updatedSince":{"parameter":"since"},"window":{"from":"a","to":"b"},"subjectParameter":"uscc" """;

        var (window, _) = await FetchAsync(settings, new FetchWindow(from, new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 31)));
        var (subject, _) = await FetchAsync(settings, new FetchWindow(from, Subject: "91410000MA44444443"));

        Assert.Equal(["?a=2026-01-02&b=2026-01-31", "?uscc=91410000MA44444443"], Stub.Requests.Select(r => r.Query));
        Assert.All([window, subject], p => Assert.Equal(from, p.CursorAfter));
        Assert.DoesNotContain("91410000MA44444443", subject.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_window_or_subject_the_source_does_not_have_is_refused_not_ignored()
    {
        foreach (var window in (FetchWindow[])[new(Cursor.Start, new DateOnly(2026, 1, 1)), new(Cursor.Start, Subject: "x")])
        {
            Assert.Equal(FailureKind.Config, (await Assert.ThrowsAsync<ConnectorException>(() => FetchAsync("", window))).Kind);
        }

        Assert.Empty(Stub.Requests);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(400)]
    [InlineData(204)]
    public async Task What_a_person_must_mend_is_not_repeated(int status)
    {
        Stub.On("GET", "/list", StubAnswer.Empty(status));

        Assert.Equal(FailureKind.Config, (await FailsAsync("")).Kind);
        Assert.Single(Stub.Requests);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task What_may_heal_is_repeated_and_then_left_to_the_next_run(int status)
    {
        Stub.On("GET", "/list", StubAnswer.Empty(status));

        Assert.Equal(FailureKind.Transient, (await FailsAsync("")).Kind);
        Assert.Equal(5, Stub.Requests.Count);
    }

    [Theory]
    [InlineData(StubFault.Reset)]
    [InlineData(StubFault.CutBody)]
    public async Task A_lost_page_is_repeated_where_it_was_lost(StubFault fault)
    {
        int failures = 0;
        Stub.On("GET", "/list", r => Number(r, "page") == 2 && failures++ < 2 ? StubAnswer.Failing(fault) : Page((Number(r, "page") - 1) * 10, Number(r, "page") < 3 ? 10 : 0));
        var fetching = FetchAsync(ByPage);
        while (!fetching.IsCompleted)
        {
            await Task.Yield();
            Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(Enumerable.Range(0, 20), await NumbersAsync((await fetching).Body));
        Assert.Equal(1, Stub.Requests.Count(r => Number(r, "page") == 1));
    }

    [Fact]
    public async Task Retry_after_is_obeyed_to_the_second()
    {
        Stub.On("GET", "/list", StubAnswer.Empty(429).With("Retry-After", "40"), Page(0, 1));
        var fetching = FetchAsync("");
        await Clock.WhenTimersAsync(1, Stop);
        Clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Single(Stub.Requests);
        while (!fetching.IsCompleted)
        {
            await Task.Yield();
            Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        Assert.Equal([0], await NumbersAsync((await fetching).Body));
        Assert.Equal(2, Stub.Requests.Count);
    }

    [Fact]
    public async Task A_long_retry_after_ends_the_run_at_once()
    {
        Stub.On("GET", "/list", StubAnswer.Empty(503).With("Retry-After", "600"));

        Assert.Equal(FailureKind.Transient, (await Assert.ThrowsAsync<ConnectorException>(() => FetchAsync(""))).Kind);
        Assert.Single(Stub.Requests);
    }

    [Fact]
    public async Task The_same_page_twice_is_not_believed()
    {
        Stub.On("GET", "/list", _ => Page(0, 10));

        Assert.Equal(FailureKind.Transient, (await FailsAsync(ByPage)).Kind);
        Assert.Equal(2, Stub.Requests.Count);
    }

    [Fact]
    public async Task A_cursor_that_loops_is_noticed()
    {
        int page = 0;
        Stub.On("GET", "/list", r => Page(page++ * 10, 10, ",\"next\":\"" + (r.Query.Contains("=a", StringComparison.Ordinal) ? "b" : "a") + "\""));

        Assert.Equal(FailureKind.Transient, (await FailsAsync(ByCursor)).Kind);
        Assert.Equal(3, Stub.Requests.Count);
    }

    [Fact]
    public async Task A_collection_longer_than_allowed_says_which_setting_to_raise()
    {
        int page = 0;
        Stub.On("GET", "/list", _ => Page(page++ * 10, 10));

        Assert.Contains("maxPagesPerPayload", (await FailsAsync(ByPage + ",\"maxPagesPerPayload\":3")).OperatorMessage, StringComparison.Ordinal);
        Assert.Equal(3, Stub.Requests.Count);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(9)]
    public async Task A_total_that_does_not_match_is_not_accepted(int total)
    {
        Stub.On("GET", "/list", r => Page((Number(r, "page") - 1) * 10, Number(r, "page") == 1 ? 10 : 0, $",\"total\":{total}"));

        Assert.Equal(FailureKind.Transient, (await FailsAsync(ByPage + ",\"total\":\"$.total\"")).Kind);
    }

    [Theory]
    [InlineData("<html>login</html>", FailureKind.Config)]
    [InlineData("", FailureKind.Config)]
    [InlineData("""{"code":500,"msg":"error"}""", FailureKind.Payload)]
    [InlineData("""{"d":null}""", FailureKind.Payload)]
    [InlineData("""{"d":{}}""", FailureKind.Payload)]
    [InlineData("""{"d":[],"d":[1]}""", FailureKind.Transient)]
    [InlineData("""{"d":[1,""", FailureKind.Transient)]
    public async Task A_200_without_the_list_is_never_a_success(string body, FailureKind kind)
    {
        Stub.On("GET", "/list", StubAnswer.Text(body));

        Assert.Equal(kind, (await FailsAsync("")).Kind);
    }

    [Fact]
    public async Task A_page_beyond_the_cap_is_refused()
    {
        Stub.On("GET", "/list", StubAnswer.Bytes(new byte[(64 << 20) + 1]));

        Assert.Equal(FailureKind.Config, (await FailsAsync("")).Kind);
        Assert.Single(Stub.Requests);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_no_key_leaves()
    {
        await using var other = await StubServer.StartAsync(ct: Stop);
        Stub.On("GET", "/list", StubAnswer.Empty(302).With("Location", other.Address + "steal"));

        var failure = await FailsAsync($$""","auth":{"type":"header","name":"X-Api-Key","value":"env:{{Secret}}"}""");

        Assert.Equal(FailureKind.Config, failure.Kind);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_secret_that_no_header_can_carry_is_not_shown()
    {
        Environment.SetEnvironmentVariable(Secret, "s3cret\r\nX-Evil: 1");

        var failure = await FailsAsync($$""","auth":{"type":"bearer","token":"env:{{Secret}}"}""");

        Assert.Equal(FailureKind.Config, failure.Kind);
        Assert.DoesNotContain("s3cret", failure.ToString(), StringComparison.Ordinal);
        Assert.Empty(Stub.Requests);
    }

    [Fact]
    public async Task A_deadline_ends_a_page_that_drips()
    {
        Stub.On("GET", "/list", Page(0, 10) with { Fault = StubFault.SlowBody, Delay = TimeSpan.FromMilliseconds(400) }, Page(0, 1));
        var fetching = FetchAsync(",\"timeoutSeconds\":1");
        await Clock.WhenTimersAsync(1, Stop);
        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal([0], await NumbersAsync((await fetching).Body));
    }

    [Fact]
    public void Each_mistake_in_the_settings_is_found_and_no_secret_is_shown()
    {
        var findings = new RestKind(Clients, Clock).Validate(Decoded.Settings(
            """
            {"address":"https://a@b","path":"list?x=1","query":{"a":1},"auth":{"type":"bearer","token":"hunter2","extra":1},"paging":{"type":"cursor","parameter":"p","next":"next"},
             "updatedSince":{"parameter":"s","format":"%"},"window":{"from":"a"},"timeoutSeconds":"x","maxPages":1}
            """));

        Assert.Equal(
            ["$.address", "$.auth.extra", "$.auth.token", "$.maxPages", "$.paging.next", "$.path", "$.query", "$.records", "$.timeoutSeconds", "$.updatedSince.format", "$.window.to"],
            findings.Select(f => f.Path).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(findings, f => f.ToString().Contains("hunter2", StringComparison.Ordinal));
    }
}
