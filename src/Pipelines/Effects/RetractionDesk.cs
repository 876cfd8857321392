using CreditHub.Pipelines.Store.Queue;
using Npgsql;

namespace CreditHub.Pipelines.Effects;

/// <summary>Where a person agrees to what a stricter configuration takes back from platforms when that is more than their limits allow. Errors: those of Npgsql.</summary>
public sealed class RetractionDesk(NpgsqlDataSource database)
{
    /// <summary>What waits, by platform and dataset.</summary>
    public async Task<IReadOnlyList<WaitingRetraction>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await new BoundaryBooks(connection).WaitingAsync(ct);
    }

    /// <summary>
    /// Agrees to what waits at a platform for a dataset, in all its editions, as it was counted: a configuration that is changed once more asks again. Its
    /// sender begins within seconds, or when it starts. Returns the records; -1 with nothing done when they are not as many as <paramref name="confirmed"/>.
    /// </summary>
    public async Task<long> ConfirmAsync(string platform, string dataset, long confirmed, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        long records = await new BoundaryBooks(connection).ConfirmAsync(platform, dataset, ct);
        if (records != confirmed)
        {
            return -1; // rolled back
        }

        await transaction.CommitAsync(ct);
        return records;
    }
}
