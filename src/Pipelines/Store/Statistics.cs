using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// Keeps the server's statistics of the books young after much was written: tables that grow from empty would else be read with plans
/// for empty tables until the server looks by itself, and people read the evidence at any time.
/// </summary>
internal static class Statistics
{
    /// <summary>Analyses the tables that changed by more than a tenth since they were last looked at. Failing to is no harm.</summary>
    public static async Task RefreshAsync(NpgsqlDataSource database, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var grown = (await connection.QueryAsync<string>(new CommandDefinition(
            """
            select format('%I.%I', schemaname, relname) from pg_stat_user_tables
            where schemaname = 'hub' and (n_mod_since_analyze > 1000 + n_live_tup / 10
                                          or (n_mod_since_analyze > 0 and last_analyze is null and last_autoanalyze is null))
            """, cancellationToken: ct))).AsList();
        try
        {
            foreach (string table in grown)
            {
                await connection.ExecuteAsync(new CommandDefinition("analyze (skip_locked) " + table, cancellationToken: ct));
            }
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            // the server's own vacuum is at the table and will refresh it
        }
    }
}
