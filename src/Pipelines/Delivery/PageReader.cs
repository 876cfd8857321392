using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Delivery;

/// <summary>Reads lists of a platform page by page, within the budget that all its requests share, and with patience while it is in trouble.</summary>
internal sealed class PageReader(PlatformDefinition definition, short platformNo, Outbox outbox, TimeProvider time)
{
    private const int Tries = 6;
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(10);
    private readonly Breaker _patience = new(definition, 1, time);

    /// <summary>The page, or the last fault when the platform stayed in trouble.</summary>
    public async Task<PlatformPage<T>> ReadAsync<T>(Func<Task<PlatformPage<T>>> ask, CancellationToken ct)
    {
        for (int attempt = 1; ; attempt++)
        {
            var wait = await outbox.ReserveAsync(platformNo, RequestRate.Of(definition.Limits.RequestsPerMinute), ct);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, ct);
            }

            var page = await ask();
            if (page.Fault is not { Kind: AnswerKind.Later or AnswerKind.Transient } fault || attempt == Tries)
            {
                return page;
            }

            var rest = fault.RetryAfter ?? _patience.Backoff(attempt);
            await Task.Delay(rest > s_longestWait ? s_longestWait : rest, time, ct);
        }
    }
}
