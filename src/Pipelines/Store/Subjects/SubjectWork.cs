using System.Runtime.CompilerServices;
using CreditHub.Pipelines.Rules;
using Npgsql;

namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>
/// One run's subjects, found in one transaction: read the versions, copy what they say, resolve in sets, commit. Only the resolving holds the lock that
/// all workers share, so that two can never make two subjects of one key; everything before it may run side by side.
/// </summary>
internal sealed class SubjectWork(NpgsqlDataSource database, NpgsqlConnection connection, NpgsqlTransaction transaction, long runId) : IAsyncDisposable
{
    private const long LockKey = 0x4352_4544_4954_0002; // "CREDIT" 0002

    private const string RecordMessage = "同一条记录中出现两个不同的有效统一社会信用代码，疑为重错码，请核对代码";
    private const string NumberMessage = "同一组织机构代码、注册号或税务登记号对应两个以上统一社会信用代码，疑为重错码，请核实后按重错码纠正程序处理";
    private const string NameMessage = "同一名称对应两个以上统一社会信用代码，疑为重错码，请核实后按重错码纠正程序处理";

    private const string DayMessage = "；各条记录的决定日期不一致，疑为文号填错或重复使用";

    /// <summary>Sightings from which on tables are joined as wholes.</summary>
    private const int Many = 5_000;

    private long _filled;

    /// <summary>The run's versions, one at a time, on a connection of their own.</summary>
    public async IAsyncEnumerable<StoredIdentity> VersionsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await using var reading = await database.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(
            """
            select version_no, record_no, dataset_no, convert_to(subject_id, 'UTF8'), convert_to(content, 'UTF8'), (stored_at at time zone 'Asia/Shanghai')::date
            from hub.record_version where run_id = $1
            """, reading) { Parameters = { new() { Value = runId } } };
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            yield return new StoredIdentity(
                rows.GetInt64(0), rows.GetInt64(1), rows.GetInt16(2), rows.GetFieldValue<byte[]>(3),
                await rows.IsDBNullAsync(4, ct) ? null : rows.GetFieldValue<byte[]>(4), rows.GetFieldValue<DateOnly>(5));
        }
    }

    /// <summary>Copies what the versions say.</summary>
    public async Task FillAsync(IAsyncEnumerable<Sighting> sightings, CancellationToken ct)
    {
        await ExecuteAsync(SightingSql.Seen, ct);
        await using var copy = await CopyBuffer.BeginAsync(connection, "seen", SightingSql.SeenColumns, ct);
        await foreach (var seen in sightings.WithCancellation(ct))
        {
            await copy.RowAsync(ct);
            Write(copy, seen);
            _filled++;
        }

        await copy.CompleteAsync(ct);
    }

    /// <summary>Finds the subjects and what is wrong with them.</summary>
    public async Task ResolveAsync(IReadOnlyList<SetCheck> checks, CancellationToken ct)
    {
        await ExecuteAsync("set local work_mem = '64MB'; set local jit = off", ct);
        if (_filled > Many)
        {
            // Tables that grow in this very transaction have no statistics yet: a loop chosen for empty ones would cost the square.
            await ExecuteAsync("set local enable_nestloop = off", ct);
        }

        await ExecuteAsync("select pg_advisory_xact_lock(@key)", ct, new NpgsqlParameter("key", LockKey));
        await ExecuteAsync(SightingSql.Fresh, ct);
        await ExecuteAsync(SightingSql.InsertKeys, ct);
        await ExecuteAsync(SightingSql.Names, ct);
        await PartitionAsync(ct);
        await ExecuteAsync(SubjectSql.ByName, ct);
        await ExecuteAsync(SubjectSql.Rows, ct);
        await ExecuteAsync(SubjectSql.Merge, ct);
        await ExecuteAsync(FindingSql.TwoCodes, ct,
            new("recordMessage", RecordMessage), new("numberMessage", NumberMessage), new("nameMessage", NameMessage));
        await ExecuteAsync(FindingSql.Names, ct, SetCheck.Parameters(checks, RegisterNameCheck.Name));
        if (checks.Any(c => c.Check.Rule == OneDocumentCheck.Name))
        {
            await ExecuteAsync(FindingSql.Documents, ct, [.. SetCheck.Parameters(checks, OneDocumentCheck.Name), new("dayMessage", DayMessage)]);
        }
    }

    public async Task CommitAsync(CancellationToken ct)
    {
        await ExecuteAsync(SubjectSql.Done, ct, new NpgsqlParameter("runId", runId));
        await transaction.CommitAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task PartitionAsync(CancellationToken ct)
    {
        await ExecuteAsync(PartitionSql.Dirty, ct);
        await ExecuteAsync(RulingSql.Take, ct);
        await ExecuteAsync(RulingSql.Mark, ct);
        await ExecuteAsync(RulingSql.Apply, ct);
        await ExecuteAsync(PartitionSql.Clusters, ct);
        while (await ExecuteAsync(PartitionSql.SpreadClusters, ct) > 0)
        {
        }

        await ExecuteAsync(PartitionSql.SetClusters, ct);
        await ExecuteAsync(PartitionSql.Start, ct);
        for (int round = 0; await ExecuteAsync(PartitionSql.Expand, ct, new NpgsqlParameter("round", round)) > 0; round++)
        {
        }

        await ExecuteAsync(PartitionSql.Labels, ct);
        await ExecuteAsync(PartitionSql.Move, ct);
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken ct, params NpgsqlParameter[] parameters)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    private static void Write(CopyBuffer copy, Sighting seen)
    {
        copy.Long(seen.VersionNo);
        copy.Long(seen.RecordNo);
        copy.Short(seen.DatasetNo);
        copy.Text(seen.Key);
        copy.Letter(seen.Kind);
        copy.Text(seen.Org);
        copy.Text(seen.Reg);
        copy.Text(seen.Tax);
        copy.Text(seen.Other);
        copy.Text(seen.Folded is null ? null : seen.Name);
        copy.Text(seen.Folded);
        copy.Flag(seen.Register);
        copy.Flag(seen.Checked);
        copy.Day(seen.Since);
        copy.Day(seen.SeenOn);
        copy.Text(seen.Library);
        copy.Flag(seen.Ruling is not null);
        copy.Text(seen.Ruling?.Way);
        copy.Text(seen.Ruling?.OldCode);
        copy.Text(seen.Ruling?.NewCode);
        copy.Day(seen.Ruling?.DecidedOn);
        copy.Text(seen.Document);
        copy.Day(seen.DocumentDay);
    }
}
