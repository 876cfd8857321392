using CreditHub.Pipelines.Store.Effects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports.Withdrawals;

/// <summary>Withdrawals with their proof at every platform, and acts that nobody could place. Reads the evidence views.</summary>
public sealed class WithdrawalReport(NpgsqlDataSource database)
{
    /// <summary>Most lines of one answer.</summary>
    public const int MostLines = 1000;

    /// <summary>Newest first, at most <see cref="MostLines"/>. <paramref name="recordId"/>: of one record, null = of all; <paramref name="openOnly"/>: only what no receipt confirms.</summary>
    public async Task<IReadOnlyList<WithdrawalLine>> ReadAsync(string? recordId, bool openOnly, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<WithdrawalLine>(new CommandDefinition(
            WithdrawalReportSql.Lines, new { recordId, openOnly, limit = MostLines }, cancellationToken: ct))).AsList();
    }

    /// <summary>Acts that wait for a record or for a person, oldest first.</summary>
    public async Task<IReadOnlyList<UnclearAct>> UnclearAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<UnclearAct>(new CommandDefinition(WithdrawalReportSql.Unclear, new { limit = MostLines }, cancellationToken: ct))).AsList();
    }

    /// <summary>How many are open, and how long.</summary>
    public async Task<WithdrawalStatus> StatusAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<WithdrawalStatus>(new CommandDefinition(WithdrawalReportSql.Status, cancellationToken: ct));
    }
}
