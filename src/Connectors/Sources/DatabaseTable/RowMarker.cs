using System.Data.Common;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Databases.Reading;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>Marks rows as taken, a thousand in a transaction. Idempotent: a row marked or changed meanwhile is left alone.</summary>
internal sealed class RowMarker(TableSettings settings, TableSql sql, DatabaseConnections connections)
{
    private const int Together = 1000;

    public async Task MarkAsync(IReadOnlyList<MarkKey> keys, CancellationToken ct)
    {
        var step = ReadStep.Connect;
        try
        {
            await using var connection = await ForeignConnection.OpenAsync(settings.Read, connections, ct).ConfigureAwait(false);
            step = ReadStep.Ask;
            foreach (var some in keys.Chunk(Together))
            {
                await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
                await ForeignConnection.ChangeAsync(settings.Read, connection, transaction, some.Select(sql.MarkRow), ct).ConfigureAwait(false);
                await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is DbException or TimeoutException or IOException or InvalidOperationException)
        {
            throw ReadFault.Explain(failure, step);
        }
    }
}
