using System.Diagnostics;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>
/// Runs connectors, one run of a connector at a time across all workers. The run boundary: whatever goes wrong inside becomes an
/// outcome here. A run that was interrupted is finished before a new one begins.
/// </summary>
public sealed class ConnectorRuns
{
    private readonly NpgsqlDataSource _database;
    private readonly CatalogSnapshot _snapshot;
    private readonly ConnectorPlans _plans;
    private readonly RunParts _parts;
    private readonly HubOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ConnectorRuns> _logger;

    internal ConnectorRuns(
        NpgsqlDataSource database, CatalogSnapshot snapshot, ConnectorPlans plans, RunParts parts, HubOptions options, TimeProvider time,
        ILogger<ConnectorRuns> logger)
    {
        _database = database;
        _snapshot = snapshot;
        _plans = plans;
        _parts = parts;
        _options = options;
        _time = time;
        _logger = logger;
    }

    /// <summary>
    /// Runs a connector now. Returns an outcome, also for failures; throws only <see cref="ConnectorException"/> of kind Config for a
    /// name that is not configured or is disabled, and <see cref="OperationCanceledException"/> (the next start continues the run).
    /// </summary>
    public async Task<RunSummary> RunAsync(RunRequest request, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        var connector = Find(request.Connector);
        try
        {
            return await RunAsync(connector, request, progress, ct);
        }
        catch (LeaseLostException e)
        {
            return Stopped(connector, "busy", e.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Stopped(connector, "busy", "运行租约已失效，由接管者或下次启动继续");
        }
        catch (NpgsqlException e)
        {
            // The books cannot be written now; a run that was begun stays open and the next start continues it.
            string text = $"数据库不可用（{(e as PostgresException)?.SqlState ?? e.GetType().Name}），恢复后自动继续";
            _logger.RunDeferred(0, connector.Name, text);
            return Stopped(connector, "deferred", text);
        }
    }

    private async Task<RunSummary> RunAsync(
        ConnectorDefinition connector, RunRequest request, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        await using var lease = await Lease.TryTakeAsync(_database, LeaseName(connector.Name), _options.Holder, _time, ct);
        if (lease is null)
        {
            string? holder = await Lease.HolderAsync(_database, LeaseName(connector.Name), ct);
            return Stopped(connector, "busy", $"正在由 {holder} 运行");
        }

        _parts.Zone.Sweep(); // half files of a killed process hold personal data: whoever runs next removes them
        if (await _parts.Ledger.FindOpenRunAsync(connector.Name, ct) is RunEntry open)
        {
            _logger.RunResumed(open.RunId, connector.Name);
            await _parts.Ledger.AdoptRunAsync(open.RunId, lease, ct);
            await ConcludeAsync(connector, open, lease, progress, ct);
        }

        return await ConcludeAsync(connector, null, lease, progress, ct, request);
    }

    /// <summary>Finishes what an earlier process left: open runs, and payloads whose source was not yet told. Connectors no longer configured are left alone.</summary>
    public async Task ResumeAsync(CancellationToken ct)
    {
        _parts.Zone.Sweep();
        foreach (string name in await _parts.Ledger.ConnectorsWithOpenWorkAsync(ct))
        {
            if (!_snapshot.Connectors.TryGetValue(name, out var connector) || !connector.Enabled)
            {
                continue;
            }

            await using var lease = await Lease.TryTakeAsync(_database, LeaseName(name), _options.Holder, _time, ct);
            if (lease is null)
            {
                continue; // another worker is at it
            }

            var open = await _parts.Ledger.FindOpenRunAsync(name, ct);
            if (open is not null)
            {
                _logger.RunResumed(open.RunId, name);
                await _parts.Ledger.AdoptRunAsync(open.RunId, lease, ct);
                await ConcludeAsync(connector, open, lease, null, ct);
            }
            else
            {
                await SettleAsync(connector, null, lease, ct);
            }
        }
    }

    private async Task<RunSummary> ConcludeAsync(
        ConnectorDefinition connector, RunEntry? run, Lease lease, IProgress<RunProgress>? progress, CancellationToken ct, RunRequest? request = null)
    {
        long started = Stopwatch.GetTimestamp();
        var (outcome, text) = ("deferred", "");
        await SettleAsync(connector, null, lease, ct);
        ConnectorPlan? plan = null;
        try
        {
            plan = await _plans.PrepareAsync(connector, ct);
            if (run is null)
            {
                run = await _parts.Ledger.OpenRunAsync(request!, plan.DatasetNo, _snapshot.Digest, lease, ct);
                _logger.RunStarted(run.RunId, connector.Name, run.Kind);
            }

            (outcome, text) = await new PipelineRun(_parts, plan, lease, progress, _logger).ExecuteAsync(run, ct);
        }
        catch (OperationCanceledException)
        {
            _logger.RunInterrupted(run?.RunId ?? 0, connector.Name);
            throw;
        }
        catch (Exception e) when (e is not (NpgsqlException or LeaseLostException))
        {
            (outcome, text) = Classify(e, run?.RunId ?? 0, connector.Name);
        }

        var counts = run is null ? RunCounts.Zero : await _parts.Ledger.EndRunAsync(run.RunId, outcome, text, lease, ct);
        await SettleAsync(connector, plan, lease, ct);
        if (run is not null && outcome is ("deferred" or "failed"))
        {
            await DropAsync(connector, run.RunId, ct);
        }

        if (counts.Read > counts.Unchanged)
        {
            await Statistics.RefreshAsync(_database, ct);
        }

        return Summarise(run, connector, outcome, text, counts, started);
    }

    private (string Outcome, string Text) Classify(Exception e, long runId, string connector)
    {
        switch (e)
        {
            case ConnectorException { Kind: FailureKind.Transient or FailureKind.Unknown } c:
                _logger.RunDeferred(runId, connector, c.OperatorMessage);
                return ("deferred", c.OperatorMessage);
            case ConnectorException c:
                _logger.RunFailed(runId, connector, c.OperatorMessage);
                return ("failed", c.OperatorMessage);
            case IOException or UnauthorizedAccessException:
                string disk = $"本机磁盘读写失败（{e.GetType().Name}），请检查数据目录的空间与权限";
                _logger.RunDeferred(runId, connector, disk);
                return ("deferred", disk);
            default:
                // type and place only: the text of an unknown exception may carry values
                string place = e.StackTrace?.Split('\n', 2)[0].Trim() ?? "";
                _logger.RunDefect(runId, connector, e.GetType().Name, place);
                return ("failed", $"程序缺陷：{e.GetType().Name} {place}");
        }
    }

    /// <summary>The source that fetched in this run still knows its files; another one would have to read them again to be sure.</summary>
    private async Task SettleAsync(ConnectorDefinition connector, ConnectorPlan? plan, Lease lease, CancellationToken ct)
    {
        try
        {
            if ((await _parts.Ledger.UnsettledAsync(connector.Name, ct)).Count == 0)
            {
                return;
            }

            plan ??= await _plans.PrepareAsync(connector, ct);
            await new PipelineRun(_parts, plan, lease, null, _logger).SettleAsync(ct);
        }
        catch (Exception e) when (e is ConnectorException or IOException or UnauthorizedAccessException)
        {
            // the books are right; the source is told again at the next run
            _logger.SourceNotTold(connector.Name, (e as ConnectorException)?.OperatorMessage ?? e.GetType().Name);
        }
    }

    private async Task DropAsync(ConnectorDefinition connector, long runId, CancellationToken ct)
    {
        try
        {
            await _parts.Retention.DropAsync(runId, ct);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _logger.PayloadsNotRemoved(runId, connector.Name, e.GetType().Name); // a later round of retention tries again
        }
    }

    private RunSummary Summarise(RunEntry? run, ConnectorDefinition connector, string outcome, string text, RunCounts counts, long started)
    {
        var elapsed = Stopwatch.GetElapsedTime(started);
        _logger.RunEnded(run?.RunId ?? 0, connector.Name, outcome, counts.Read, counts.Rejected, (long)elapsed.TotalMilliseconds);
        return new RunSummary(run?.RunId ?? 0, connector.Name, outcome, text, counts, elapsed);
    }

    private ConnectorDefinition Find(string name) =>
        !_snapshot.Connectors.TryGetValue(name, out var connector)
            ? throw new ConnectorException(FailureKind.Config, $"No connector {name} is configured. Configured: {string.Join(", ", _snapshot.Connectors.Keys.Order(StringComparer.Ordinal))}.")
            : connector.Enabled ? connector
            : throw new ConnectorException(FailureKind.Config, $"Connector {name} is disabled: set \"enabled\": true in {connector.File}.");

    private static RunSummary Stopped(ConnectorDefinition connector, string outcome, string text) =>
        new(0, connector.Name, outcome, text, RunCounts.Zero, TimeSpan.Zero);

    private static string LeaseName(string connector) => "connector:" + connector;
}
