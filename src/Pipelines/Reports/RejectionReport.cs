using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>The quarantine as people may see it: where, which rules, what to do. Never the row itself.</summary>
public sealed class RejectionReport(NpgsqlDataSource database, CatalogSnapshot snapshot)
{
    private const string Told = "platform_feedback";

    /// <summary>Open rejections, newest payload first, then by line. <paramref name="connector"/> null: all.</summary>
    public async Task<IReadOnlyList<RejectedRow>> ReadAsync(string? connector, int limit, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<RejectedRow, RejectionCause, (RejectedRow Row, RejectionCause Cause)>(
            new CommandDefinition(ReportSql.Rejections, new { connector, limit }, cancellationToken: ct),
            (row, cause) => (row, cause),
            splitOn: "Rule");
        var shown = await ShownAsync(rows.AsList(), ct);
        return [.. shown.GroupBy(r => r.Row.RejectionId).Take(limit).Select(g => g.First().Row with { Causes = [.. g.Select(r => r.Cause)] })];
    }

    /// <summary>A platform's words may have been stored as they were told, by an earlier program.</summary>
    private async Task<IEnumerable<(RejectedRow Row, RejectionCause Cause)>> ShownAsync(List<(RejectedRow Row, RejectionCause Cause)> rows, CancellationToken ct)
    {
        var words = await new PlatformWords(database, snapshot).ShownAsync(
            rows.ConvertAll(r => new PlatformWord(r.Row.RecordId ?? "", null, r.Cause.Field, r.Cause.Rule == Told ? r.Cause.Reason : null)), ct);
        return rows.Zip(words, (r, word) => r.Cause.Rule == Told ? (r.Row, r.Cause with { Field = word.Field ?? "", Reason = word.Text! }) : r);
    }

    /// <summary>Open rejections in all.</summary>
    public async Task<long> CountAsync(string? connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<long>(new CommandDefinition(ReportSql.RejectionCount, new { connector }, cancellationToken: ct));
    }
}
