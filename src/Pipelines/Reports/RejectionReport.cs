using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>The quarantine as people may see it: where, which rules, what to do. Never the row itself.</summary>
public sealed class RejectionReport(NpgsqlDataSource database)
{
    /// <summary>Open rejections, newest payload first, then by line. <paramref name="connector"/> null: all.</summary>
    public async Task<IReadOnlyList<RejectedRow>> ReadAsync(string? connector, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<RejectedRow, RejectionCause, (RejectedRow Row, RejectionCause Cause)>(
            new CommandDefinition(ReportSql.Rejections, new { connector, limit }, cancellationToken: ct),
            (row, cause) => (row, cause),
            splitOn: "Rule");
        return [.. rows.GroupBy(r => r.Row.RejectionId).Take(limit).Select(g => g.First().Row with { Causes = [.. g.Select(r => r.Cause)] })];
    }

    /// <summary>Open rejections in all.</summary>
    public async Task<long> CountAsync(string? connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<long>(new CommandDefinition(ReportSql.RejectionCount, new { connector }, cancellationToken: ct));
    }
}
