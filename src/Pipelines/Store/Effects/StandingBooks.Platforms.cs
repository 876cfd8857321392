using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Effects;

/// <summary>What single platforms are told, and are told no more.</summary>
internal sealed partial class StandingBooks
{
    /// <summary>Those of the decisions about records that the platform was told of, or that wait for it.</summary>
    public async Task<List<Redecided>> ConcernedAsync(IReadOnlyList<Redecided> decided, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(WithdrawalSql.Concerned, connection)
        {
            Parameters = { Shorts(decided.Select(d => d.PlatformNo)), Longs([.. decided.Select(d => d.RecordNo)]) },
        };
        var places = new List<Redecided>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            places.Add(decided[reader.GetInt32(0)]);
        }

        return places;
    }

    /// <summary>Locks the heads of the records that are published, then the platforms against claims; returns how each is published.</summary>
    public async Task<Dictionary<long, char>> LockPublishedAsync(long[] records, CancellationToken ct)
    {
        var heads = await connection.QueryAsync<(long No, string Letter)>(new CommandDefinition(WithdrawalSql.LockPublished, new { records }, cancellationToken: ct));
        await LockPlatformsAsync(ct);
        return heads.ToDictionary(h => h.No, h => h.Letter[0]);
    }

    /// <summary>What platforms were told of these records.</summary>
    public async Task<ToldBook> ToldAsync(long[] records, CancellationToken ct)
    {
        // in this order: an answer that is recorded between the two is seen as under way, or as what it was, never as neither
        var sent = (await connection.QueryAsync<(short PlatformNo, long VersionNo, bool Open)>(new CommandDefinition(
            WithdrawalSql.Sent, new { records }, cancellationToken: ct))).ToLookup(s => (s.PlatformNo, s.VersionNo), s => s.Open);
        return new ToldBook(await connection.QueryAsync<ToldRow>(new CommandDefinition(WithdrawalSql.Told, new { records }, cancellationToken: ct)), sent);
    }

    /// <summary>Pairs of platform and dataset where taking back waits for a person; they go on waiting until the caller's transaction ends.</summary>
    public async Task<HashSet<(short PlatformNo, short DatasetNo)>> HeldBackAsync(short[] platforms, CancellationToken ct) =>
        (await connection.QueryAsync<(short, short)>(new CommandDefinition(
            "select platform_no, dataset_no from hub.boundary where platform_no = any(@platforms) and held_for is not null for share", new { platforms }, cancellationToken: ct))).ToHashSet();

    /// <summary>Ends what waits in the queue.</summary>
    public Task MoveAsync(IReadOnlyList<MovedRow> rows, CancellationToken ct) => rows.Count == 0 ? Task.CompletedTask : ExecuteAsync(
        WithdrawalSql.Move, ct, Shorts(rows.Select(r => r.PlatformNo)), Longs([.. rows.Select(r => r.VersionNo)]), Texts(rows.Select(r => (string?)r.State)),
        Texts(rows.Select(r => (string?)r.Reason)));

    /// <summary>The newest content of records as it is published.</summary>
    public async Task<List<ShownContent>> ShownAsync(long[] records, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(WithdrawalSql.Shown, connection) { Parameters = { Longs(records) } };
        return await ReadShownAsync(command, ct);
    }

    /// <summary>The same for the published records of some datasets after a record number, and where to go on; null = that was all.</summary>
    public async Task<(List<ShownContent> Records, long? Furthest)> ShownAfterAsync(long after, int limit, short[] datasets, CancellationToken ct)
    {
        long? furthest = await connection.ExecuteScalarAsync<long?>(new CommandDefinition(ActSql.Furthest, new { after, limit }, cancellationToken: ct));
        await using var command = new NpgsqlCommand(WithdrawalSql.ShownAfter, connection) { Parameters = { new("after", after), new("limit", limit), new("datasets", datasets) } };
        return (await ReadShownAsync(command, ct), furthest);
    }

    /// <summary>
    /// Some platforms may not have some records any more, or less of them. A withdrawal that only those are told, followed by the same content again: what is
    /// published elsewhere stays so, and the numbers of versions rise, without which no platform would take the one for newer than the other.
    /// </summary>
    public async Task RetractAsync(IReadOnlyList<RetractionRow> rows, string note, ActOrigin origin, DateOnly? dueOn, CancellationToken ct)
    {
        long act = await connection.ExecuteScalarAsync<long>(new CommandDefinition(WithdrawalSql.AddNote, new { note, origin.RunId, origin.PayloadId }, cancellationToken: ct));
        await AddWithdrawalsAsync([.. rows.Select(r => new WithdrawalRow(r.Content.RecordNo, r.Letter, "EXEMPT", null, act))], origin, dueOn, ct);
        var withdrawn = rows.SelectMany(r => r.Withdrawn.Select(platform => (platform, r.Content.RecordNo))).ToList();
        await ExecuteAsync(WithdrawalSql.Owe, ct, Shorts(withdrawn.Select(o => o.platform)), Longs([.. withdrawn.Select(o => o.RecordNo)]));
        await SettleAsync([.. rows.SelectMany(r => r.Replaced.Select(platform => new SettledRow(platform, r.Content.RecordNo, "superseded", "以可见范围内的内容替换")))], ct);
        await AddPublicationsAsync(
            [.. rows.Select(r => new RepublicationRow(r.Content.RecordNo, r.Letter, r.Content.VersionNo, r.Content.Content, r.Content.Hash, act, []))], origin, ct);
        await OweAgainAsync([.. rows.SelectMany(r => r.Owed.Select(platform => (platform, r.Content.RecordNo)))], ct);
        await SettleAsync([.. rows.SelectMany(r => r.Excluded.Select(e => new SettledRow(e.PlatformNo, r.Content.RecordNo, "excluded", e.Reason)))], ct);
    }

    private Task<int> LockPlatformsAsync(CancellationToken ct) =>
        connection.ExecuteAsync(new CommandDefinition(WithdrawalSql.LockPlatforms, new { WithdrawalSql.LockClass }, cancellationToken: ct));

    private Task OweAgainAsync(IReadOnlyList<(short PlatformNo, long RecordNo)> rows, CancellationToken ct) => rows.Count == 0 ? Task.CompletedTask : ExecuteAsync(
        WithdrawalSql.OweAgain, ct, Shorts(rows.Select(r => r.PlatformNo)), Longs([.. rows.Select(r => r.RecordNo)]));

    /// <summary>The newest version of a record ends at a platform as it begins.</summary>
    private Task SettleAsync(IReadOnlyList<SettledRow> rows, CancellationToken ct) => rows.Count == 0 ? Task.CompletedTask : ExecuteAsync(
        WithdrawalSql.Settle, ct, Shorts(rows.Select(r => r.PlatformNo)), Longs([.. rows.Select(r => r.RecordNo)]), Texts(rows.Select(r => (string?)r.State)),
        Texts(rows.Select(r => (string?)r.Reason)));

    private static async Task<List<ShownContent>> ReadShownAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var shown = new List<ShownContent>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            shown.Add(new ShownContent(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt16(2), reader.GetFieldValue<byte[]>(3), reader.GetFieldValue<byte[]>(4),
                reader.GetFieldValue<DateOnly>(5)));
        }

        return shown;
    }
}
