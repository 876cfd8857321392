using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>Makes the database ready for this program and this configuration.</summary>
public sealed class HubDatabase(NpgsqlDataSource database, CatalogSnapshot snapshot)
{
    /// <summary>
    /// Upgrades the schema under an advisory lock and registers datasets and platforms. Idempotent; safe with several workers
    /// starting at once. Errors: <see cref="Model.ConnectorException"/> of kind Config when the schema is newer than the program.
    /// </summary>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await new SchemaUpgrade(database).ApplyAsync(ct);
        await new Registry(database).RegisterAsync(snapshot, ct);
        await new BoundaryStep(database, snapshot, TimeProvider.System, NullLogger.Instance).RegisterAsync(ct);
    }
}
