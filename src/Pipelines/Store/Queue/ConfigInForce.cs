using System.Collections.Concurrent;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>
/// Whether this sender's configuration is the one read last among those of all senders that are at work (0016-config-in-force.sql, 0017-config-seen.sql). One for
/// each time that a configuration was read: the first question notes when, by the server's clock. Whoever was refused takes the place of one that shows no sign of
/// life for as long as a lease lasts, and leaves it again should that one come back. Thread-safe.
/// </summary>
internal sealed class ConfigInForce(NpgsqlDataSource database, string digest, TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(2);

    /// <summary>By platform: the last sign of life of whoever refused us, and since when (our own clock) there was no other.</summary>
    private readonly ConcurrentDictionary<short, (DateTime Seen, long Since)> _refused = [];
    private object? _readAt;
    private long _beatAt = long.MinValue;

    /// <summary>Puts ours in force where it is the newest, or where nobody is left who has read a newer one; false: somebody has.</summary>
    public async Task<bool> IsOursAsync(short platformNo, CancellationToken ct)
    {
        await BeatAsync(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        var readAt = (DateTime?)Volatile.Read(ref _readAt) ?? await ReadAtAsync(connection, ct);
        bool silent = _refused.TryGetValue(platformNo, out var other) && time.GetElapsedTime(other.Since) >= s_patience;
        var (ours, seen) = await connection.QuerySingleAsync<(bool, DateTime)>(new CommandDefinition(
            """
            with ours as (
                update hub.platform set config_digest = @digest, config_at = @readAt, config_seen = clock_timestamp()
                where platform_no = @platformNo and (config_at is null or config_at < @readAt or (@silent and config_seen = @seen)) returning config_seen
            )
            select true, config_seen from ours union all
            select config_at <= @readAt or config_digest = @digest, config_seen from hub.platform where platform_no = @platformNo limit 1
            """, new { platformNo, digest, readAt, silent, seen = other.Seen }, cancellationToken: ct));
        if (ours)
        {
            _refused.TryRemove(platformNo, out _);
        }
        else if (other.Seen != seen)
        {
            _refused[platformNo] = (seen, time.GetTimestamp());
        }

        return ours;
    }

    /// <summary>A sign of life, wherever ours is in force; to be given often, also while nothing is sent.</summary>
    public async Task BeatAsync(CancellationToken ct)
    {
        long last = Volatile.Read(ref _beatAt), now = time.GetTimestamp();
        if (last != long.MinValue && time.GetElapsedTime(last, now) < s_beat)
        {
            return;
        }

        Volatile.Write(ref _beatAt, now);
        await using var connection = await database.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update hub.platform set config_seen = clock_timestamp()
            where platform_no in (select platform_no from hub.platform where config_digest = @digest for no key update skip locked)
            """, new { digest }, cancellationToken: ct));
    }

    private async Task<DateTime> ReadAtAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        object now = await connection.ExecuteScalarAsync<DateTime>(new CommandDefinition("select clock_timestamp()", cancellationToken: ct));
        return (DateTime)(Interlocked.CompareExchange(ref _readAt, now, null) ?? now);
    }
}
