using CreditHub.Connectors.Sources.Rest.Paging;
using CreditHub.Pipelines.Model;
using System.Globalization;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>Links, windows, drift and budget of the Rest source.</summary>
public sealed class RestWalkTests : RestStubTests
{
    /// <summary>Whatever proves us stands beside the link, not in its place.</summary>
    [Theory]
    [InlineData(""","auth":{"type":"bearer","token":"env:{0}"}""")]
    [InlineData(""","auth":{"type":"header","name":"X-Key","value":"env:{0}"}""")]
    [InlineData(""","auth":{"type":"query","name":"key","value":"env:{0}"}""")]
    public async Task A_link_is_followed_with_our_credentials(string auth)
    {
        Stub.On("GET", "/list", r => Number(r, "after") == 0 ? List([1]).With("Link", "</list?after=1>; rel=\"next\"") : List([2]));

        Assert.Equal([1, 2], Numbers(Assert.Single(await FetchAsync(""","paging":{"type":"link"}""" + auth.Replace("{0}", Secret, StringComparison.Ordinal))).Body));
        Assert.Equal(2, Stub.Requests.Count);
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
}
