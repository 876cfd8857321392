using System.Diagnostics.CodeAnalysis;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Transports;

/// <summary>A session that is kept for the next file and ended when nobody needs it for a while: settling a thousand files is one log-in. One user at a time.</summary>
[SuppressMessage("Design", "CA1001", Justification = "the semaphore's wait handle is never made, so there is nothing to release")]
internal sealed class KeptSession(IFileTransport transport, TimeProvider time)
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IFileSession? _session;
    private ITimer? _end;

    public async Task<T> UseAsync<T>(Func<IFileSession, Task<T>> work, CancellationToken ct)
    {
        await _turn.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            var result = await WorkAsync(work, ct).ConfigureAwait(false);
            _end ??= time.CreateTimer(_ => _ = EndAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _end.Change(Idle, Timeout.InfiniteTimeSpan);
            return result;
        }
        catch
        {
            // nobody knows what is still on its way in it
            await CloseAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A kept session that the server ended meanwhile is opened anew, once.</summary>
    private async Task<T> WorkAsync<T>(Func<IFileSession, Task<T>> work, CancellationToken ct)
    {
        if (_session is not null)
        {
            try
            {
                return await work(_session).ConfigureAwait(false);
            }
            catch (ConnectorException failure) when (failure.Kind == FailureKind.Transient)
            {
                await CloseAsync().ConfigureAwait(false);
            }
        }

        _session = await transport.OpenAsync(ct).ConfigureAwait(false);
        return await work(_session).ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await CloseAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_session is { } session)
        {
            _session = null;
            await session.DisposeAsync().ConfigureAwait(false);
        }
    }
}
