using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;
using CreditHub.Pipelines.Store.Subjects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>Reads the hub's state from the evidence views. Cheap: the queue, the refusals and one run a connector.</summary>
public sealed class StatusReport(NpgsqlDataSource database, CatalogSnapshot snapshot, TimeProvider time)
{
    /// <summary>Now.</summary>
    public async Task<HubStatus> ReadAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var today = Beijing.DayOf(now);
        var riskDay = DeadlineReport.RiskDay(snapshot.WorkingDays, today);
        await using var connection = await database.OpenConnectionAsync(ct);
        var connectors = (await connection.QueryAsync<ConnectorStatus>(new CommandDefinition(ReportSql.Connectors, cancellationToken: ct)))
            .ToDictionary(c => c.Connector, StringComparer.Ordinal);
        var platforms = (await connection.QueryAsync<PlatformStatus>(new CommandDefinition(ReportSql.Platforms, new { today, riskDay, now = now.UtcDateTime }, cancellationToken: ct)))
            .ToDictionary(p => p.Platform, StringComparer.Ordinal);
        var datasets = (await connection.QueryAsync<DatasetDelivery>(new CommandDefinition(ReportSql.DatasetDeliveries, cancellationToken: ct))).ToLookup(d => d.Platform);
        var retractions = (await new BoundaryBooks(connection).WaitingAsync(ct)).ToLookup(r => r.Platform);
        var subjects = await connection.QuerySingleAsync<SubjectStatus>(new CommandDefinition(SubjectReportSql.Status, cancellationToken: ct));
        return new HubStatus(
            now,
            [.. snapshot.Connectors.Keys.Order(StringComparer.Ordinal).Select(n => connectors.GetValueOrDefault(n) ?? new ConnectorStatus { Connector = n })],
            [.. snapshot.Platforms.Keys.Order(StringComparer.Ordinal).Select(n => (platforms.GetValueOrDefault(n) ?? new PlatformStatus { Platform = n }) with { Datasets = [.. datasets[n]], Retractions = [.. retractions[n]] })]) { Subjects = subjects };
    }

    /// <summary>One run by number, or null.</summary>
    public async Task<RunStatus?> ReadRunAsync(long runId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RunStatus>(new CommandDefinition(ReportSql.Run, new { runId }, cancellationToken: ct));
    }
}
