using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Changes where records stand, in sets, within the caller's open transaction.</summary>
internal sealed partial class StandingBooks(NpgsqlConnection connection)
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
        await LockPlatformsAsync(ct);
        await AddWithdrawalsAsync(rows, origin, dueOn, ct);
        await TellAsync([.. rows.Select(r => r.RecordNo)], ct);
    }

    private async Task AddWithdrawalsAsync(IReadOnlyList<WithdrawalRow> rows, ActOrigin origin, DateOnly? dueOn, CancellationToken ct)
    {
        long[] records = [.. rows.Select(r => r.RecordNo)];
        long[] versions = await NumbersAsync(rows.Count, ct);
        char[] letters = [.. rows.Select(r => r.Letter)];
        await ExecuteAsync(StandingSql.Withdraw, ct, Longs(records), Longs(versions), Letters(letters), Texts(rows.Select(r => (string?)r.Reason)),
            Texts(rows.Select(r => r.Author)), Longs([.. rows.Select(r => r.ActNo)]), new() { Value = origin.RunId }, new() { Value = origin.PayloadId },
            new() { Value = (object?)dueOn ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        await ExecuteAsync(StandingSql.Heads, ct, Longs(records), Longs(versions), Letters(letters));
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

        await AddPublicationsAsync(rows, origin, ct);
        var owed = rows.SelectMany(r => r.Routes.Select(route => (route.PlatformNo, r.RecordNo, route.Withheld))).ToLookup(o => o.Withheld is null);
        await OweAgainAsync([.. owed[true].Select(o => (o.PlatformNo, o.RecordNo))], ct);
        await SettleAsync([.. owed[false].Select(o => new SettledRow(o.PlatformNo, o.RecordNo, "excluded", o.Withheld!))], ct);
    }

    private async Task AddPublicationsAsync(IReadOnlyList<RepublicationRow> rows, ActOrigin origin, CancellationToken ct)
    {
        long[] records = [.. rows.Select(r => r.RecordNo)];
        long[] versions = await NumbersAsync(rows.Count, ct);
        await ExecuteAsync(StandingSql.Republish, ct, Longs(records), Longs(versions), Longs([.. rows.Select(r => r.OfVersionNo)]),
            Bytes(rows.Select(r => r.Content)), Bytes(rows.Select(r => r.Hash)), Longs([.. rows.Select(r => r.ActNo)]),
            new() { Value = origin.RunId }, new() { Value = origin.PayloadId });
        await ExecuteAsync(StandingSql.Heads, ct, Longs(records), Longs(versions), Letters([.. rows.Select(r => r.Letter)]));
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
        var told = await ToldAsync(records, ct);
        await MoveAsync([.. told.Pairs.SelectMany(p => told.Waiting(p.PlatformNo, p.RecordNo).Select(v => new MovedRow(p.PlatformNo, v, "superseded", "该记录已被撤下")))], ct);
        var owed = told.Pairs.Where(p => told.MayHold(p.PlatformNo, p.RecordNo)).ToList();
        await ExecuteAsync(WithdrawalSql.Owe, ct, Shorts(owed.Select(o => o.PlatformNo)), Longs([.. owed.Select(o => o.RecordNo)]));
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
