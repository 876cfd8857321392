using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Ports;

/// <summary>Tells what a platform holds of ours, for reconciliation.</summary>
public interface IHoldings
{
    /// <summary>The next page of a dataset's holdings, in the order of record ids, after <paramref name="after"/> (empty: from the start).</summary>
    Task<PlatformPage<Holding>> ListHoldingsAsync(string dataset, string after, CancellationToken ct);
}
