using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>
/// Whether this sender's configuration is the newest that any sender of a platform has read (0016-config-in-force.sql). One for each time that a configuration
/// was read: the first question notes when, by the server's clock. Thread-safe.
/// </summary>
internal sealed class ConfigInForce(NpgsqlDataSource database, string digest)
{
    private object? _readAt;

    /// <summary>Puts ours in force where it is the newest; false: a newer one is.</summary>
    public async Task<bool> IsOursAsync(short platformNo, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var readAt = (DateTime?)Volatile.Read(ref _readAt) ?? await ReadAtAsync(connection, ct);
        return await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            """
            with ours as (
                update hub.platform set config_digest = @digest, config_at = @readAt
                where platform_no = @platformNo and (config_at is null or config_at < @readAt) returning 1
            )
            select exists (select 1 from ours) or exists (select 1 from hub.platform where platform_no = @platformNo and (config_at <= @readAt or config_digest = @digest))
            """, new { platformNo, digest, readAt }, cancellationToken: ct));
    }

    private async Task<DateTime> ReadAtAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        object now = await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition("select clock_timestamp()", cancellationToken: ct));
        return (DateTime)(Interlocked.CompareExchange(ref _readAt, now, null) ?? now);
    }
}
