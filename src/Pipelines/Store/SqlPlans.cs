using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// The hot statements look rows up by key, whatever the statistics say: tables that grow from empty have none for a while, and a plan
/// made then must not be slow when they are large.
/// </summary>
internal static class SqlPlans
{
    public static async Task ByKeyAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            """
            set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off;
            set local enable_bitmapscan = off; set local enable_sort = off; set local jit = off
            """, connection, transaction);
        await command.ExecuteNonQueryAsync(ct);
    }
}
