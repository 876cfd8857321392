using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Changes where records stand, in sets, within the caller's open transaction.</summary>
internal sealed class StandingBooks(NpgsqlConnection connection)
{
    /// <summary>Locks the heads, then reads them with the acts in force.</summary>
    public async Task<List<StandingRow>> LockAsync(long[] records, DateOnly today, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(StandingSql.Lock, new { records }, cancellationToken: ct));
        return (await connection.QueryAsync<StandingRow>(new CommandDefinition(StandingSql.Read, new { records, today }, cancellationToken: ct))).AsList();
    }

    /// <summary>A withdrawal is a version: it supersedes what waits, and is owed first to every platform that holds the record or may come to.</summary>
    public async Task WithdrawAsync(IReadOnlyList<WithdrawalRow> rows, ActOrigin origin, DateOnly? dueOn, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        // before the versions get their time: whatever was claimed has its own time before theirs
        await connection.ExecuteAsync(new CommandDefinition(WithdrawalSql.LockPlatforms, new { WithdrawalSql.LockClass }, cancellationToken: ct));
        long[] records = [.. rows.Select(r => r.RecordNo)];
        long[] versions = await NumbersAsync(rows.Count, ct);
        char[] letters = [.. rows.Select(r => r.Letter)];
        await ExecuteAsync(StandingSql.Withdraw, ct, Longs(records), Longs(versions), Letters(letters), Texts(rows.Select(r => (string?)r.Reason)),
            Texts(rows.Select(r => r.Author)), Longs([.. rows.Select(r => r.ActNo)]), new() { Value = origin.RunId }, new() { Value = origin.PayloadId },
            new() { Value = (object?)dueOn ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        await ExecuteAsync(StandingSql.Heads, ct, Longs(records), Longs(versions), Letters(letters));
        await TellAsync(records, ct);
        await ExecuteAsync(StandingSql.Count, ct, new() { Value = origin.RunId }, new() { Value = (long)rows.Count });
    }

    public async Task RelabelAsync(IReadOnlyList<(long RecordNo, char Letter)> rows, CancellationToken ct)
    {
        if (rows.Count > 0)
        {
            await ExecuteAsync(StandingSql.Relabel, ct, Longs([.. rows.Select(r => r.RecordNo)]), Letters([.. rows.Select(r => r.Letter)]));
        }
    }

    /// <summary>The newest content becomes a version of its own and is owed to the platforms that may have it.</summary>
    public async Task RepublishAsync(IReadOnlyList<RepublicationRow> rows, ActOrigin origin, CancellationToken ct)
    {
        if (rows.Count == 0)
        {
            return;
        }

        long[] records = [.. rows.Select(r => r.RecordNo)];
        long[] versions = await NumbersAsync(rows.Count, ct);
        await ExecuteAsync(StandingSql.Republish, ct, Longs(records), Longs(versions), Longs([.. rows.Select(r => r.OfVersionNo)]),
            Bytes(rows.Select(r => r.Content)), Bytes(rows.Select(r => r.Hash)), Longs([.. rows.Select(r => r.ActNo)]),
            new() { Value = origin.RunId }, new() { Value = origin.PayloadId });
        await ExecuteAsync(StandingSql.Heads, ct, Longs(records), Longs(versions), Letters([.. rows.Select(r => r.Letter)]));
        var owed = rows.SelectMany(r => r.Routes.Select(route => (route.PlatformNo, r.RecordNo, route.Withheld))).ToList();
        foreach (string sql in (string[])[WithdrawalSql.OweAgain, WithdrawalSql.WithholdAgain])
        {
            await ExecuteAsync(sql, ct, Shorts(owed.Select(o => o.PlatformNo)), Longs([.. owed.Select(o => o.RecordNo)]), Texts(owed.Select(o => o.Withheld)));
        }
    }

    /// <summary>Hashes of the newest versions as they were published.</summary>
    public async Task<Dictionary<long, byte[]>> HashesAsync(long[] records, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(StandingSql.Hashes, connection) { Parameters = { Longs(records) } };
        var hashes = new Dictionary<long, byte[]>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            hashes[reader.GetInt64(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return hashes;
    }

    private async Task TellAsync(long[] records, CancellationToken ct)
    {
        // in this order: an answer that is recorded between the two is seen as under way, or as what it was, never as neither
        var sent = (await connection.QueryAsync<(short PlatformNo, long VersionNo, bool Open)>(new CommandDefinition(
            WithdrawalSql.Sent, new { records }, cancellationToken: ct))).ToLookup(s => (s.PlatformNo, s.VersionNo), s => s.Open);
        var told = (await connection.QueryAsync<ToldRow>(new CommandDefinition(WithdrawalSql.Told, new { records }, cancellationToken: ct))).AsList();
        var waiting = told.Where(t => t is { State: "waiting", Operation: "P" } && !sent[(t.PlatformNo, t.VersionNo)].Contains(true)).ToList();
        await ExecuteAsync(WithdrawalSql.Supersede, ct, Shorts(waiting.Select(w => w.PlatformNo)), Longs([.. waiting.Select(w => w.VersionNo)]));
        var owed = told.GroupBy(t => (t.PlatformNo, t.RecordNo))
            .Where(g => MayHold(g, t => sent.Contains((t.PlatformNo, t.VersionNo)))).Select(g => g.Key).ToList();
        await ExecuteAsync(WithdrawalSql.Owe, ct, Shorts(owed.Select(o => o.PlatformNo)), Longs([.. owed.Select(o => o.RecordNo)]));
    }

    /// <summary>Of what came after the newest withdrawal it was told or is to be told of, a publication was accepted, is under way, or its fate is not known.</summary>
    private static bool MayHold(IEnumerable<ToldRow> told, Func<ToldRow, bool> wasSent)
    {
        var rows = told.OrderByDescending(t => t.Version).ToList();
        int withdrawn = rows.Find(t => t is { State: "accepted" or "waiting", Operation: "W" })?.Version ?? 0;
        return rows.Exists(t => t.Operation == "P" && t.Version > withdrawn && t.State is not "refused" && (t.State is "accepted" or "parked" || wasSent(t)));
    }

    private async Task<long[]> NumbersAsync(int count, CancellationToken ct)
    {
        long[] blocks = (await connection.ExecuteScalarAsync<long[]>(new CommandDefinition(
            StandingSql.Blocks, new { blocks = (count + MergePlan.BlockSize - 1) / MergePlan.BlockSize }, cancellationToken: ct)))!;
        return [.. Enumerable.Range(0, count).Select(i => blocks[i / MergePlan.BlockSize] + (i % MergePlan.BlockSize))];
    }

    private async Task ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Longs(long[] values) => new() { Value = values };

    private static NpgsqlParameter Shorts(IEnumerable<short> values) => new() { Value = values.ToArray() };

    private static NpgsqlParameter Letters(char[] values) => Texts(values.Select(v => v.ToString()));

    private static NpgsqlParameter Bytes(IEnumerable<byte[]> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private static NpgsqlParameter Texts(IEnumerable<string?> values) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
}
