using System.Net;
using CreditHub.Testing;

namespace CreditHub.Worker.Tests.Kit;

public class StubServerTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly HttpClient Client = new(new SocketsHttpHandler());

    [Fact]
    public async Task Scenario_gives_one_answer_after_the_other_and_stays_with_the_last()
    {
        await using var server = await StubServer.StartAsync(ct: Ct);
        server.On("GET", "/a", StubAnswer.Empty(503).With("Retry-After", "1"), StubAnswer.Json("{}"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await Client.GetAsync(new Uri(server.Address, "/a?x=1"), Ct)).StatusCode);
        Assert.Equal("{}", await Client.GetStringAsync(new Uri(server.Address, "/a"), Ct));
        Assert.Equal("{}", await Client.GetStringAsync(new Uri(server.Address, "/a"), Ct));
        Assert.Equal("?x=1", server.Requests[0].Query);
    }

    [Fact]
    public async Task Unarranged_request_is_answered_404_and_shows_in_the_log()
    {
        await using var server = await StubServer.StartAsync(ct: Ct);

        var answer = await Client.PostAsync(new Uri(server.Address, "/b"), new StringContent("身体"), Ct);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.False(server.Requests.Single().Matched);
        Assert.Equal("身体", server.Requests.Single().Text);
    }

    [Theory]
    [InlineData(StubFault.Reset)]
    [InlineData(StubFault.CutBody)]
    public async Task Broken_connection_reaches_the_client_as_an_error_and_the_next_request_works(StubFault fault)
    {
        await using var server = await StubServer.StartAsync(ct: Ct);
        server.On("GET", "/a", StubAnswer.Failing(fault), StubAnswer.Json("{}"));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => Client.GetStringAsync(new Uri(server.Address, "/a"), Ct));

        Assert.Equal("{}", await Client.GetStringAsync(new Uri(server.Address, "/a"), Ct));
    }

    [Theory]
    [InlineData(StubFault.NoAnswer)]
    [InlineData(StubFault.SlowBody)]
    public async Task Endless_answer_ends_with_the_client_patience(StubFault fault)
    {
        var clock = new TestClock();
        await using var server = await StubServer.StartAsync(clock, ct: Ct);
        server.On("GET", "/a", StubAnswer.Failing(fault).After(TimeSpan.FromSeconds(1)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var request = Client.GetStringAsync(new Uri(server.Address, "/a"), patience.Token);
        await clock.WhenTimersAsync(1, Ct);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
    }

    [Fact]
    public async Task Delay_runs_on_the_given_clock()
    {
        var clock = new TestClock();
        await using var server = await StubServer.StartAsync(clock, ct: Ct);
        server.On("GET", "/a", StubAnswer.Json("{}").After(TimeSpan.FromHours(1)));

        var request = Client.GetStringAsync(new Uri(server.Address, "/a"), Ct);
        await clock.WhenTimersAsync(1, Ct);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("{}", await request);
    }
}
