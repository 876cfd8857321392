using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>Fetches payloads for a connector. Effects on the outside end with <see cref="SettleAsync"/>; the books do the rest.</summary>
public interface ISource
{
    /// <summary>
    /// Yields payloads in the order they are to be merged. Ends without a payload when there is nothing to collect.
    /// Errors: <see cref="ConnectorException"/> only. Never yields a payload that is not finished at its origin.
    /// </summary>
    IAsyncEnumerable<FetchedPayload> FetchAsync(FetchWindow window, CancellationToken ct);

    /// <summary>Tells the source that the books are done with a payload (move the file, mark as taken). Idempotent: may be repeated after a crash.</summary>
    Task SettleAsync(SettledPayload payload, CancellationToken ct);

    /// <summary>
    /// Tries what can be tried without collecting (address, log-in, directory, table, columns), changes nothing, and says what it found. Null: only
    /// collecting can tell. Errors: <see cref="ConnectorException"/>.
    /// </summary>
    Task<SourceTrial?> TryAsync(CancellationToken ct) => Task.FromResult<SourceTrial?>(null);
}
