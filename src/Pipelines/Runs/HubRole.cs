using CreditHub.Pipelines.Store;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>The hub's role and database on a private cluster.</summary>
public static class HubRole
{
    /// <summary>Creates what is missing. Idempotent; <paramref name="adminConnection"/> is a superuser's. Callers see to it that only one does this at a time.</summary>
    public static async Task EnsureAsync(string adminConnection, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(adminConnection) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(ct);
        await UnlessThereAsync(connection, HubRoleSql.RoleExists, HubRoleSql.CreateRole, ct);
        await UnlessThereAsync(connection, HubRoleSql.DatabaseExists, HubRoleSql.CreateDatabase, ct);
    }

    private static async Task UnlessThereAsync(NpgsqlConnection connection, string exists, string create, CancellationToken ct)
    {
        await using var ask = new NpgsqlCommand(exists, connection);
        if ((long)(await ask.ExecuteScalarAsync(ct))! == 0)
        {
            await using var command = new NpgsqlCommand(create, connection);
            await command.ExecuteNonQueryAsync(ct);
        }
    }
}
