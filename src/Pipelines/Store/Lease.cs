using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>
/// The right to run one connector or to deliver to one platform, with a fencing epoch. Held on a connection of its own: when the
/// process dies its session ends and the next holder need not wait for the time to run out; a paused process loses it by time.
/// All times are the server's.
/// </summary>
internal sealed class Lease : IAsyncDisposable
{
    private static readonly TimeSpan s_term = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(5);

    private readonly NpgsqlConnection _connection;
    private readonly CancellationTokenSource _lost = new();
    private readonly Task _renewing;

    private Lease(NpgsqlConnection connection, string name, long epoch, TimeProvider time)
    {
        _connection = connection;
        Name = name;
        Epoch = epoch;
        _renewing = RenewAsync(time);
    }

    public string Name { get; }

    public long Epoch { get; }

    /// <summary>Cancelled when the lease is lost or given back: stop working at once.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Null when another living holder has it.</summary>
    public static async Task<Lease?> TryTakeAsync(NpgsqlDataSource database, string name, string holder, TimeProvider time, CancellationToken ct)
    {
        var connection = await database.OpenConnectionAsync(ct);
        try
        {
            if (await TakeAsync(connection, name, holder, ct) is long epoch)
            {
                return new Lease(connection, name, epoch, time);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    private static async Task<long?> TakeAsync(NpgsqlConnection connection, string name, string holder, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var old = await connection.QuerySingleAsync<Standing>(new CommandDefinition(LookSql, new { name }, transaction, cancellationToken: ct));
        if (!old.Released && !old.Expired && !old.Gone)
        {
            return null;
        }

        string ended = old.Expired ? "expired" : "taken_over";
        long epoch = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
            TakeSql, new { name, holder, ended, old.Epoch, s_term }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return epoch;
    }

    /// <summary>Who holds it now, for a person; null when free.</summary>
    public static async Task<string?> HolderAsync(NpgsqlDataSource database, string name, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select holder from hub.lease where name = @name and not released", new { name }, cancellationToken: ct));
    }

    /// <summary>
    /// Call first in every transaction that writes for this lease: the row stays locked against a successor until the commit,
    /// so nothing commits with an epoch that is no longer valid. The lock lets renewals pass, which must not wait for overlapping transactions.
    /// </summary>
    public async Task FenceAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        int? held = await connection.ExecuteScalarAsync<int?>(new CommandDefinition(
            "select 1 from hub.lease where name = @Name and epoch = @Epoch and not released for key share",
            new { Name, Epoch }, transaction, cancellationToken: ct));
        if (held is null)
        {
            throw new LeaseLostException(Name);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lost.CancelAsync();
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            await _connection.ExecuteAsync(ReleaseSql, new { Name, Epoch });
        }
        catch (NpgsqlException)
        {
            // The server is away: the lease ends with the session or by time, and its term says "expired".
        }

        await _connection.DisposeAsync();
        _lost.Dispose();
    }

    private async Task RenewAsync(TimeProvider time)
    {
        while (!_lost.IsCancellationRequested)
        {
            await Task.Delay(s_renewal, time, _lost.Token);
            try
            {
                int renewed = await _connection.ExecuteAsync(new CommandDefinition(RenewSql, new { Name, Epoch, s_term }, commandTimeout: 15, cancellationToken: _lost.Token));
                if (renewed > 0)
                {
                    continue;
                }
            }
            catch (NpgsqlException)
            {
                // The session is gone, and the right with it.
            }

            await _lost.CancelAsync();
        }
    }

    private sealed record Standing(long Epoch, bool Released, bool Expired, bool Gone);

    private const string LookSql =
        """
        insert into hub.lease (name, epoch, holder, backend_pid, backend_start, expires_at, released)
        values (@name, 0, '', 0, 'epoch', 'epoch', true) on conflict (name) do nothing;
        select epoch, released, expires_at < clock_timestamp() as expired,
               not exists (select 1 from pg_stat_activity a where a.pid = l.backend_pid and a.backend_start = l.backend_start) as gone
        from hub.lease l where name = @name for update
        """;

    private const string TakeSql =
        """
        update hub.lease_term set ended = @ended, released_at = clock_timestamp() where name = @name and epoch = @Epoch and ended is null;
        insert into hub.lease_term (name, epoch, holder) values (@name, @Epoch + 1, @holder);
        update hub.lease
        set epoch = @Epoch + 1, holder = @holder, expires_at = clock_timestamp() + @s_term, released = false,
            backend_pid = pg_backend_pid(),
            backend_start = (select a.backend_start from pg_stat_activity a where a.pid = pg_backend_pid())
        where name = @name
        returning epoch
        """;

    private const string RenewSql =
        """
        with renewed as (
            update hub.lease set expires_at = clock_timestamp() + @s_term
            where name = @Name and epoch = @Epoch and not released returning 1
        )
        update hub.lease_term set renewed_at = clock_timestamp()
        where name = @Name and epoch = @Epoch and exists (select 1 from renewed)
        """;

    private const string ReleaseSql =
        """
        with released as (
            update hub.lease set released = true where name = @Name and epoch = @Epoch and not released returning 1
        )
        update hub.lease_term set released_at = clock_timestamp(), ended = 'released'
        where name = @Name and epoch = @Epoch and ended is null and exists (select 1 from released)
        """;
}
