using System.Globalization;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Sources.Rest;
using CreditHub.Connectors.Tests.Decoders;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;

namespace CreditHub.Connectors.Tests.Sources;

/// <summary>What the tests of the Rest source share: a stub server, a clock that stands still, a secret in the environment.</summary>
public abstract class RestStubTests : IAsyncLifetime
{
    private protected HttpClients Clients { get; } = new();

    protected TestClock Clock { get; } = new();

    /// <summary>Variable that holds <c>s3cret</c>.</summary>
    protected string Secret { get; } = "CREDITHUB_TEST_SECRET_" + Guid.NewGuid().ToString("N");

    protected StubServer Stub { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(Secret, "s3cret");
        Stub = await StubServer.StartAsync(ct: Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(Secret, null);
        Clients.Dispose();
        await Stub.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Turns the clock through the waits between attempts.</summary>
    protected async Task<T> TurningAsync<T>(Task<T> work)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Clock.WhenTimersAsync(1, Stop));
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        return await work;
    }

    /// <summary>How it fails in the end.</summary>
    protected Task<ConnectorException> FailingAsync<T>(Func<Task<T>> work) => TurningAsync(Assert.ThrowsAsync<ConnectorException>(work));

    protected async Task<List<(FetchedPayload Payload, string Body)>> FetchAsync(string more, Cursor? from = null, string records = "$.d")
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

    protected Task<ConnectorException> FailsAsync(string more, string records = "$.d") => FailingAsync(() => FetchAsync(more, records: records));

    protected static StubAnswer List(IEnumerable<int> rows, string more = "") =>
        StubAnswer.Json($$"""{"d":[{{string.Join(',', rows.Select(i => $"{{\"n\":{i}}}"))}}]{{more}}}""");

    protected static int Number(StubRequest request, string name, int fallback = 0) =>
        System.Web.HttpUtility.ParseQueryString(request.Query)[name] is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    protected static IEnumerable<int> Numbers(string body) =>
        System.Text.RegularExpressions.Regex.Matches(body, "\"n\":([0-9]+)").Select(m => int.Parse(m.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
}
