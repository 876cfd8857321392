using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store.Feeds;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store;

/// <summary>Books of runs, payloads and cursors. Every change is one statement or one transaction under the run's lease.</summary>
internal sealed class Ledger(NpgsqlDataSource database)
{
    public async Task<RunEntry?> FindOpenRunAsync(string connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<RunEntry>(new CommandDefinition(
            """
            select run_id as RunId, connector, kind, step, from_date as FromDate, to_date as ToDate, subject, declared
            from hub.run where connector = @connector and outcome = 'running'
            """, new { connector }, cancellationToken: ct));
    }

    public async Task<IReadOnlyList<string>> ConnectorsWithOpenWorkAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<string>(new CommandDefinition(
            """
            select connector from hub.run where outcome = 'running'
            union select connector from hub.payload where outcome is not null and settled_at is null
            """, cancellationToken: ct))).AsList();
    }

    public async Task<RunEntry> OpenRunAsync(RunRequest request, short datasetNo, string configDigest, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var run = await connection.QuerySingleAsync<RunEntry>(new CommandDefinition(
            """
            insert into hub.run (connector, kind, actor, epoch, config_digest, dataset_no, from_date, to_date, subject)
            values (@Connector, @kind, @Actor, @Epoch, @configDigest, @datasetNo, @FromDate, @ToDate, @Subject)
            returning run_id as RunId, connector, kind, step, from_date as FromDate, to_date as ToDate, subject, declared
            """,
            new
            {
                request.Connector, kind = RunEntry.KindWord(request.Kind), request.Actor, lease.Epoch, configDigest, datasetNo,
                request.FromDate, request.ToDate, request.Subject,
            }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return run;
    }

    /// <summary>A run left open by a dead holder goes on under the new holder's epoch.</summary>
    public Task AdoptRunAsync(long runId, Lease lease, CancellationToken ct) => WriteAsync(lease,
        "update hub.run set epoch = @Epoch where run_id = @runId", new { runId, lease.Epoch }, ct);

    /// <summary>C1: everything fetched is landed. From here the run needs no supplier. <paramref name="recognise"/>: payloads that ask for it are compared with those in the books.</summary>
    public async Task LandAsync(long runId, IReadOnlyList<LandedPayload> payloads, long? declared, bool recognise, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        foreach (var payload in payloads)
        {
            if (recognise && payload is { SkipsSameContent: true, Outcome: null })
            {
                await SameContent.RecogniseAsync(payload, connection, transaction, ct);
            }

            payload.PayloadId = await connection.ExecuteScalarAsync<long>(new CommandDefinition(
                """
                insert into hub.payload (run_id, ordinal, connector, name, sha256, bytes, received_at, received_on, path, location, cursor, declared, outcome, reason, document)
                values (@RunId, @Ordinal, @Connector, @Name, @Sha256, @Bytes, @ReceivedAt, @ReceivedOn, @Path, @Location, @Cursor, @Declared, @Outcome, @Reason, @IsDocument)
                returning payload_id
                """, payload, transaction, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            "update hub.run set step = 'load', declared = @declared where run_id = @runId", new { runId, declared }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }

    public async Task<List<LandedPayload>> PayloadsAsync(long runId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<LandedPayload>(new CommandDefinition(
            """
            select payload_id as PayloadId, run_id as RunId, ordinal, connector, name, sha256, bytes, received_at as ReceivedAt,
                   received_on as ReceivedOn, path, location, cursor, declared, merged_line as MergedLine, outcome, reason
            from hub.payload where run_id = @runId order by ordinal
            """, new { runId }, cancellationToken: ct))).AsList();
    }

    /// <summary>A payload, or null.</summary>
    public async Task<LandedPayload?> PayloadAsync(long payloadId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.QuerySingleOrDefaultAsync<LandedPayload>(new CommandDefinition(
            "select payload_id as PayloadId, run_id as RunId, connector, bytes, received_on as ReceivedOn, path, removed_at as RemovedAt from hub.payload where payload_id = @payloadId",
            new { payloadId }, cancellationToken: ct));
    }

    /// <summary>Sets a payload aside as a whole: it stored nothing.</summary>
    public Task RefusePayloadAsync(long payloadId, string reason, Lease lease, CancellationToken ct) => WriteAsync(lease,
        "update hub.payload set outcome = 'refused', reason = @reason, rows = coalesce(rows, 0) where payload_id = @payloadId and outcome is null",
        new { payloadId, reason }, ct);

    public async Task<List<LandedPayload>> UnsettledAsync(string connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<LandedPayload>(new CommandDefinition(
            """
            select payload_id as PayloadId, run_id as RunId, ordinal, connector, name, sha256, path, outcome, reason
            from hub.payload where connector = @connector and settled_at is null and outcome is not null order by payload_id
            """, new { connector }, cancellationToken: ct))).AsList();
    }

    /// <summary>Payloads of a connector that are in the books, newest first.</summary>
    public async Task<List<LandedPayload>> MergedAsync(string connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<LandedPayload>(new CommandDefinition(
            """
            select payload_id as PayloadId, run_id as RunId, ordinal, connector, name, sha256, received_on as ReceivedOn, path
            from hub.payload where connector = @connector and outcome = 'merged' order by payload_id desc
            """, new { connector }, cancellationToken: ct))).AsList();
    }

    public Task MarkSettledAsync(long payloadId, Lease lease, CancellationToken ct) => WriteAsync(lease,
        "update hub.payload set settled_at = clock_timestamp() where payload_id = @payloadId", new { payloadId }, ct);

    public async Task<RunCounts> EndRunAsync(long runId, string outcome, string text, Lease lease, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var counts = await connection.QuerySingleAsync<RunCounts>(new CommandDefinition(
            """
            update hub.run set outcome = @outcome, message = @text, step = 'ended', ended_at = clock_timestamp()
            where run_id = @runId
            returning read, new, changed, unchanged, duplicate, excluded, rejected, withdrawn, declared
            """, new { runId, outcome, text }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return counts;
    }

    public async Task<Cursor> CursorAsync(string connector, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return new Cursor(await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select value from hub.cursor where connector = @connector", new { connector }, cancellationToken: ct)) ?? "");
    }

    private async Task WriteAsync(Lease lease, string sql, object parameters, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
    }
}
