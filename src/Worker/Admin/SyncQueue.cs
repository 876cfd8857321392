using System.Threading.Channels;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Subjects;
using CreditHub.Worker.Jobs;

namespace CreditHub.Worker.Admin;

/// <summary>
/// Runs what callers asked for, one after the other. At most one waits per connector: a second wish is told which one serves it.
/// The same idempotency key always gives the same request. Bounded: 100 wait, the last 1,000 are remembered.
/// </summary>
internal sealed class SyncQueue(ConnectorRuns runs, SubjectStep subjects, EffectStep effects, TimeProvider time, ILogger<SyncQueue> logger) : BackgroundService
{
    private const int MostRemembered = 1000;

    private static readonly TimeSpan WhileBusy = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, AskedRun> _asked = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Takes a wish. Null: the same key came with another wish before. <paramref name="accepted"/> false: the queue is full.</summary>
    public AskedRun? Ask(string connector, SyncBody body, string actor, string? idempotencyKey, out bool accepted)
    {
        lock (_gate)
        {
            accepted = true;
            string id = idempotencyKey is null ? Guid.NewGuid().ToString("N") : $"{actor}:{idempotencyKey}";
            if (_asked.TryGetValue(id, out var known))
            {
                return known.Connector == connector && known.Body == body ? known : null;
            }

            if (_asked.Values.FirstOrDefault(a => a.State == "queued" && a.Connector == connector && a.Body == body) is { } queued)
            {
                return queued;
            }

            var asked = new AskedRun(id, connector, body, actor, "queued");
            accepted = _waiting.Writer.TryWrite(id);
            if (accepted)
            {
                Remember(asked);
            }

            return asked;
        }
    }

    /// <summary>A wish by request id, or null.</summary>
    public AskedRun? Find(string requestId)
    {
        lock (_gate)
        {
            return _asked.GetValueOrDefault(requestId);
        }
    }

    /// <summary>Nothing waits and nothing runs.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _asked.Values.All(a => a.State == "ended");
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (string id in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            var asked = Update(id, a => a with { State = "running" });
            var summary = new RunSummary(0, asked.Connector, "failed", "failed, see the log of the worker", RunCounts.Zero, TimeSpan.Zero);
            await LoopBoundary.TryAsync("a run of " + asked.Connector, async () => summary = await RunAsync(asked, stoppingToken), logger, stoppingToken);
            Update(id, a => a with { State = "ended", Summary = summary });
            logger.AskedRunEnded(summary.Connector, summary.Outcome);
            await LoopBoundary.TryAsync("finding subjects", () => subjects.RunAsync(stoppingToken), logger, stoppingToken);
            await LoopBoundary.TryAsync("acts that wait", () => effects.RunAsync(stoppingToken), logger, stoppingToken);
        }
    }

    private async Task<RunSummary> RunAsync(AskedRun asked, CancellationToken ct)
    {
        var body = asked.Body;
        var kind = body.Full ? RunKind.Full : body.From is not null ? RunKind.Window : body.Subject is not null ? RunKind.Subject : RunKind.Manual;
        var request = new RunRequest(asked.Connector, kind, asked.Actor, body.From, body.To, body.Subject);
        try
        {
            var summary = await runs.RunAsync(request, null, ct);
            while (summary.Outcome == "busy")
            {
                await Task.Delay(WhileBusy, time, ct);
                summary = await runs.RunAsync(request, null, ct);
            }

            return summary;
        }
        catch (ConnectorException refused)
        {
            return new RunSummary(0, asked.Connector, "failed", refused.OperatorMessage, RunCounts.Zero, TimeSpan.Zero);
        }
    }

    private AskedRun Update(string id, Func<AskedRun, AskedRun> change)
    {
        lock (_gate)
        {
            return _asked[id] = change(_asked[id]);
        }
    }

    private void Remember(AskedRun asked)
    {
        _asked[asked.RequestId] = asked;
        _order.Enqueue(asked.RequestId);
        while (_order.Count > MostRemembered && _asked[_order.Peek()].State == "ended")
        {
            _asked.Remove(_order.Dequeue());
        }
    }
}
