using Npgsql;

namespace CreditHub.Demo;

/// <summary>The database of those suppliers who have one, beside the hub's own in the demo's cluster.</summary>
internal static class DemoDatabase
{
    private const string Name = "suppliers";

    /// <summary>Made at the first demo; the connection string.</summary>
    public static async Task<string> OpenAsync(string cluster, CancellationToken ct)
    {
        await using var server = NpgsqlDataSource.Create(cluster);
        await using var look = server.CreateCommand($"select exists (select 1 from pg_database where datname = '{Name}')");
        if (await look.ExecuteScalarAsync(ct) is not true)
        {
            await using var make = server.CreateCommand($"create database {Name}");
            await make.ExecuteNonQueryAsync(ct);
        }

        return new NpgsqlConnectionStringBuilder(cluster) { Database = Name }.ConnectionString;
    }
}
