using CreditHub.Pipelines.Intake;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Feeds;

/// <summary>What the books say about landed files and refused texts that are kept no longer.</summary>
internal sealed class RetentionBooks(NpgsqlDataSource database)
{
    private const int RowsAtOnce = 5000;

    /// <summary>
    /// Notes the removal of payloads whose run is over, that left no row waiting for correction, and that were received before @before or will be fetched again; names
    /// them with those noted earlier, and with files that a run left without a word in the books (it ended, or was killed, while fetching). Files of other databases'
    /// runs are none of ours: told by their time, as far as clocks agree; with @own the caller has just written these.
    /// </summary>
    private const string RemoveSql = """
        with file as (select * from unnest(@runs, @ordinals, @written) f (run_id, ordinal, written)),
        due as (
            update hub.payload p set removed_at = @now
            from file f join hub.run r using (run_id)
            where p.run_id = f.run_id and p.ordinal = f.ordinal and p.removed_at is null and r.step = 'ended'
              and (p.received_at < @before or (r.outcome = 'deferred' and p.outcome is null))
              and not exists (select 1 from hub.rejection j where j.payload_id = p.payload_id and j.state = 'open')
            returning p.run_id, p.ordinal)
        select run_id as RunId, ordinal from due
        union all
        select f.run_id, f.ordinal from file f join hub.payload p using (run_id, ordinal) where p.removed_at is not null
        union all
        select f.run_id, f.ordinal
        from file f join hub.run r using (run_id)
        where r.step = 'ended' and (@own or (f.written between r.started_at - interval '3 hours' and r.ended_at + interval '3 hours' and f.written < @now - interval '1 day'))
          and not exists (select 1 from hub.payload p where (p.run_id, p.ordinal) = (f.run_id, f.ordinal))
        """;

    private const string ForgetSql = """
        update hub.rejection set raw = ''
        where ctid = any(array(select ctid from hub.rejection where state <> 'open' and closed_at < @before and raw <> '' limit @RowsAtOnce))
        """;

    /// <summary>Which of these files may go; that they go is in the books when this returns.</summary>
    public async Task<HashSet<(long RunId, int Ordinal)>> RemoveAsync(IReadOnlyList<LandedName> files, DateTimeOffset before, DateTimeOffset now, bool own, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        var rows = await connection.QueryAsync<(long, int)>(new CommandDefinition(RemoveSql, new
        {
            runs = files.Select(f => f.RunId).ToArray(), ordinals = files.Select(f => f.Ordinal).ToArray(), written = files.Select(f => f.Written).ToArray(), before, now, own,
        }, cancellationToken: ct));
        return [.. rows];
    }

    /// <summary>Empties the texts of refused rows whose case was closed before. Returns how many.</summary>
    public async Task<long> ForgetAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        long total = 0;
        int rows;
        do
        {
            rows = await connection.ExecuteAsync(new CommandDefinition(ForgetSql, new { before, RowsAtOnce }, cancellationToken: ct));
            total += rows;
        }
        while (rows == RowsAtOnce);
        return total;
    }
}
