using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports;

/// <summary>
/// One log-in to a directory for many short uses, one after the other; it ends itself when nobody used it for a while. What is done must be safe to repeat: when
/// a log-in that had lain idle turns out to be lost, it is done once more with a new one. Thread-safe.
/// </summary>
internal sealed class KeptSession(IFileTransport transport, TimeProvider time)
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IFileSession? _session;
    private ITimer? _end;

    /// <summary>Errors: those of the transport and of <paramref name="work"/>.</summary>
    public async Task<T> UseAsync<T>(Func<IFileSession, Task<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        bool done = false;
        try
        {
            T result = await TryAsync(work, ct).ConfigureAwait(false);
            done = true;
            return result;
        }
        finally
        {
            if (!done)
            {
                await CloseAsync().ConfigureAwait(false);
            }

            _end ??= time.CreateTimer(_ => _ = EndIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _end.Change(s_idle, Timeout.InfiniteTimeSpan);
            _turn.Release();
        }
    }

    private async Task<T> TryAsync<T>(Func<IFileSession, Task<T>> work, CancellationToken ct)
    {
        if (_session is { } kept)
        {
            try
            {
                return await work(kept).ConfigureAwait(false);
            }
            catch (ConnectorException lost) when (lost.Kind == FailureKind.Transient)
            {
                await CloseAsync().ConfigureAwait(false);
            }
        }

        _session = await transport.OpenAsync(ct).ConfigureAwait(false);
        return await work(_session).ConfigureAwait(false);
    }

    private async Task EndIdleAsync()
    {
        if (await _turn.WaitAsync(TimeSpan.Zero).ConfigureAwait(false))
        {
            await CloseAsync().ConfigureAwait(false);
            _turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        var session = _session;
        _session = null;
        await (session?.DisposeAsync() ?? default).ConfigureAwait(false);
    }
}
