using CreditHub.Connectors.Http;
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
}
