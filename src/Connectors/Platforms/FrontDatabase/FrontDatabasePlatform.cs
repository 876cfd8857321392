using System.Collections.Concurrent;
using System.Data.Common;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using Step = CreditHub.Connectors.Platforms.FrontDatabase.FrontFault.Step;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>
/// Inserts a delivery into front tables: one packet, one transaction, one row for each version. A packet whose rows stand there already is not written
/// again. Answers are values; only cancellation throws. Thread-safe.
/// </summary>
internal sealed class FrontDatabasePlatform(FrontDatabaseSettings settings, DatabaseConnections connections) : IPlatform, IReceiptLookup
{
    private readonly FrontSql _sql = new(settings);
    private readonly ConcurrentDictionary<FrontTable, bool> _probed = new();

    /// <inheritdoc/>
    public Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct) => Task.FromResult<PlatformLimits?>(null);

    /// <inheritdoc/>
    public ComposedDelivery Compose(Delivery delivery) => PacketWriter.Compose(delivery);

    /// <inheritdoc/>
    public Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct) => GuardAsync(async reached =>
    {
        var sent = delivery.Delivery;
        if (settings.Table(sent.Dataset) is not { } table)
        {
            return new DeliveryAnswer(AnswerKind.DatasetRefused, OperatorMessage: $"配置的 tables 中没有数据集 {sent.Dataset}，也没有 *");
        }

        await using var connection = await OpenAsync(ct).ConfigureAwait(false);
        reached(Step.Look);
        await ProbeAsync(connection, table, ct).ConfigureAwait(false);
        if (await FindAsync(connection, table, sent.PacketId, ct).ConfigureAwait(false) is { Count: > 0 } there)
        {
            return Repeated(sent, there);
        }

        reached(Step.Write);
        await using var transaction = await connection.BeginTransactionAsync(ct).ConfigureAwait(false);
        if (await WriteAsync(connection, transaction, table, sent, ct).ConfigureAwait(false) is { } refused)
        {
            await transaction.RollbackAsync(ct).ConfigureAwait(false);
            // an earlier attempt, given up by us, may have been committed meanwhile: its rows are this packet's
            var late = await FindAsync(connection, table, sent.PacketId, ct).ConfigureAwait(false);
            return late.Count > 0 ? Repeated(sent, late) : refused;
        }

        reached(Step.Commit);
        await transaction.CommitAsync(ct).ConfigureAwait(false);
        return await CommittedAsync(connection, table, sent, ct).ConfigureAwait(false);
    }, ct);

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct) => GuardAsync(async reached =>
    {
        await using var connection = await OpenAsync(ct).ConfigureAwait(false);
        reached(Step.Look);
        foreach (var table in settings.Tables.Values.DistinctBy(table => table.Name))
        {
            if (await FindAsync(connection, table, packetId, ct).ConfigureAwait(false) is { Count: > 0 } rows)
            {
                return Receipt(packetId, rows);
            }
        }

        return new DeliveryAnswer(AnswerKind.NotReceived);
    }, ct);

    /// <inheritdoc/>
    public Task<DeliveryAnswer> FindAsync(Delivery delivery, CancellationToken ct) => settings.Table(delivery.Dataset) is not { } table
        ? FindAsync(delivery.PacketId, ct)
        : GuardAsync(async reached =>
        {
            await using var connection = await OpenAsync(ct).ConfigureAwait(false);
            reached(Step.Look);
            var rows = await FindAsync(connection, table, delivery.PacketId, ct).ConfigureAwait(false);
            return rows.Count == 0 ? new DeliveryAnswer(AnswerKind.NotReceived) : Repeated(delivery, rows);
        }, ct);

    /// <summary>The one place that looks at a driver's exceptions.</summary>
    private static async Task<DeliveryAnswer> GuardAsync(Func<Action<Step>, Task<DeliveryAnswer>> work, CancellationToken ct)
    {
        var step = Step.Connect;
        try
        {
            return await work(reached => step = reached).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            ct.ThrowIfCancellationRequested();
            return FrontFault.Classify(failure, step);
        }
    }

    private async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(settings.Timeout, TimeProvider.System);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        return await connections.For(settings.Driver, settings.Connection).OpenConnectionAsync(both.Token).ConfigureAwait(false);
    }

    /// <summary>Once for each table: what fails here is the table's fault, so what fails later is a record's.</summary>
    private async Task ProbeAsync(DbConnection connection, FrontTable table, CancellationToken ct)
    {
        if (!_probed.ContainsKey(table))
        {
            await using var command = Command(connection, _sql.Probe(table));
            await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            _probed[table] = true;
        }
    }

    /// <summary>Null when every row was written; else why the packet cannot be.</summary>
    private async Task<DeliveryAnswer?> WriteAsync(DbConnection connection, DbTransaction transaction, FrontTable table, Delivery delivery, CancellationToken ct)
    {
        try
        {
            if (connection.CanCreateBatch)
            {
                await WriteBatchAsync(connection, transaction, table, delivery, ct).ConfigureAwait(false);
                return null;
            }

            foreach (var record in delivery.Records)
            {
                await using var command = Command(connection, "");
                command.Transaction = transaction;
                command.CommandText = _sql.Insert(table, delivery, record, command.Parameters, command.CreateParameter);
                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }

            return null;
        }
        catch (DbException failure) when (FrontFault.Classify(failure, Step.Write) is { Kind: AnswerKind.PacketRefused } refused && connection.State == System.Data.ConnectionState.Open)
        {
            return refused;
        }
    }

    private async Task WriteBatchAsync(DbConnection connection, DbTransaction transaction, FrontTable table, Delivery delivery, CancellationToken ct)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = (int)settings.Timeout.TotalSeconds;
        var parameters = settings.Driver.Load();
        foreach (var record in delivery.Records)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = _sql.Insert(table, delivery, record, command.Parameters, () => parameters.CreateParameter()!);
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<FrontRow>> FindAsync(DbConnection connection, FrontTable table, Guid packetId, CancellationToken ct)
    {
        await using var command = Command(connection, "");
        _sql.Find(command, table, packetId);
        await using var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
        var rows = new List<FrontRow>();
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
        {
            if (FrontRow.Read(reader, table, settings) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The rows are in; a failure to look at them again changes nothing about that.</summary>
    private async Task<DeliveryAnswer> CommittedAsync(DbConnection connection, FrontTable table, Delivery delivery, CancellationToken ct)
    {
        if (settings.Technical.Status is not null)
        {
            try
            {
                return Receipt(delivery.PacketId, await FindAsync(connection, table, delivery.PacketId, ct).ConfigureAwait(false));
            }
            catch (DbException)
            {
                return Receipt(delivery.PacketId, All(delivery, RecordStatus.Pending));
            }
        }

        return Receipt(delivery.PacketId, All(delivery, RecordStatus.Accepted));
    }

    private DeliveryAnswer Repeated(Delivery delivery, IReadOnlyList<FrontRow> rows)
    {
        var there = rows.Select(row => (row.Id, row.Version)).ToHashSet();
        return there.SetEquals(delivery.Records.Select(record => (record.Id, record.Version)))
            ? Receipt(delivery.PacketId, rows)
            : new DeliveryAnswer(AnswerKind.Config, OperatorMessage: "the front table holds other rows under this packet id: the books differ, call support");
    }

    private DeliveryAnswer Receipt(Guid packetId, IReadOnlyList<FrontRow> rows) => new(
        AnswerKind.Answered, ReceiptNo: packetId.ToString("D"), Results: [.. rows.Select(row => row.Answer).OfType<RecordAnswer>()],
        RetryAfter: rows.All(row => row.Status is not (null or RecordStatus.Pending)) ? null : settings.Ask,
        OperatorMessage: rows.Any(row => row.Status is null) ? "前置表的状态列有配置未说明的取值，请补充 statuses" : null);

    private static FrontRow[] All(Delivery delivery, RecordStatus status) =>
        [.. delivery.Records.Select(record => new FrontRow(record.Id, record.Version, status))];

    private DbCommand Command(DbConnection connection, string text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        command.CommandTimeout = (int)settings.Timeout.TotalSeconds;
        return command;
    }
}
