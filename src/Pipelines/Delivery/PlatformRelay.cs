using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// Step 4 for one platform: outbox → packets → answers → receipts. One loop owns all state; only the HTTP exchange runs beside it.
/// Unknown packets of an earlier process are resolved before anything new about their records is sent.
/// </summary>
internal sealed partial class PlatformRelay(
    PlatformDefinition definition, short platformNo, IPlatform platform, PacketBuilder builder, RelayTools tools, Lease lease)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_pass = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_limitsAge = TimeSpan.FromHours(1);
    private const int PatienceWhenEmptying = 6;

    private readonly Pace _pace = new(definition, tools.Time);
    private readonly List<Flight> _flights = [];
    private readonly Dictionary<Task<DeliveryAnswer>, Flight> _underWay = [];
    private readonly Queue<long[]> _halves = new();
    private readonly HashSet<short> _paused = [];
    private DateTimeOffset _limitsAsked = DateTimeOffset.MinValue;
    private DateTimeOffset _passBegan = DateTimeOffset.MinValue;
    private long _after;
    private bool _sawAll;
    private long _accepted;
    private long _refused;
    private long _superseded;
    private string? _stopReason;

    private AnswerReader Reader => field ??= new(_pace, tools.Time);

    /// <summary>Delivers until told to stop, or with <paramref name="untilEmpty"/> until nothing can be sent now.</summary>
    public async Task<RelaySummary> RunAsync(bool untilEmpty, IProgress<RelayProgress>? progress, CancellationToken ct)
    {
        await tools.Outbox.PausePlatformAsync(lease, platformNo, null, ct);
        await RecoverAsync(ct);
        try
        {
            while (_stopReason is null)
            {
                ct.ThrowIfCancellationRequested();
                await LaunchAsync(untilEmpty, ct);
                if (_underWay.Count == 0 && _stopReason is null && await IdleAsync(untilEmpty, ct))
                {
                    break;
                }

                await CollectAsync(ct);
                progress?.Report(new RelayProgress(definition.Name, _accepted + _refused + _superseded, -1));
            }
        }
        finally
        {
            // exchanges under way are not abandoned: their answers are worth having, and their time-out bounds the wait
            await DrainAsync();
        }

        return await SummariseAsync(ct);
    }

    private async Task LaunchAsync(bool untilEmpty, CancellationToken ct)
    {
        while (_underWay.Count < _pace.Slots && _stopReason is null && _pace.Wait() == TimeSpan.Zero)
        {
            await AskLimitsAsync(ct);
            var flight = DueFlight();
            if (flight is null)
            {
                if (await ClaimAsync(_pace.Slots - _underWay.Count, untilEmpty, ct))
                {
                    continue;
                }

                return;
            }

            if (flight is { Next: NextStep.Send, NeedsAttemptRow: true })
            {
                flight.Attempt++;
                await tools.Outbox.BeginAttemptAsync(lease, flight.PacketNo, flight.Attempt, ct);
            }

            _pace.Take();
            var exchange = flight.Next == NextStep.Ask && platform is IReceiptLookup lookup
                ? lookup.FindAsync(flight.Delivery.Delivery, lease.Lost)
                : platform.SendAsync(flight.Delivery, lease.Lost);
            _underWay.Add(exchange, flight);
        }
    }

    private Flight? DueFlight()
    {
        var now = tools.Time.GetUtcNow();
        return _flights.Find(f => f.NotBefore <= now && !_underWay.ContainsValue(f));
    }

    /// <summary>Nothing is under way. True when the relay should end; else it has waited until there may be something to do.</summary>
    private async Task<bool> IdleAsync(bool untilEmpty, CancellationToken ct)
    {
        var wait = _pace.Wait();
        if (wait == TimeSpan.Zero && untilEmpty && _sawAll && _flights.TrueForAll(f => f.AwaitsDecision))
        {
            return true;
        }

        if (untilEmpty && _pace.Failures >= PatienceWhenEmptying)
        {
            _stopReason = "平台暂时无法连接，稍后自动重试";
            return true;
        }

        var soonest = _flights.Count == 0 ? s_poll : _flights.Min(f => f.NotBefore) - tools.Time.GetUtcNow();
        wait = wait > TimeSpan.Zero ? wait : soonest < s_poll ? soonest : s_poll;
        await Task.Delay(wait > TimeSpan.FromMilliseconds(1) ? wait : TimeSpan.FromMilliseconds(1), tools.Time, ct);
        return false;
    }

    private async Task CollectAsync(CancellationToken ct)
    {
        if (_underWay.Count == 0)
        {
            return;
        }

        await Task.WhenAny(_underWay.Keys).WaitAsync(ct);
        await RecordFinishedAsync(ct);
    }

    private async Task DrainAsync()
    {
        if (_underWay.Count > 0 && !lease.Lost.IsCancellationRequested)
        {
            await ((Task)Task.WhenAll(_underWay.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await RecordFinishedAsync(lease.Lost);
        }
    }

    private async Task RecordFinishedAsync(CancellationToken ct)
    {
        var outcomes = new List<PacketOutcome>();
        foreach (var (exchange, flight) in _underWay.Where(e => e.Key.IsCompleted).ToList())
        {
            _underWay.Remove(exchange);
            var outcome = await InterpretAsync(flight, await exchange, ct);
            outcomes.Add(outcome);
            if (outcome.State != "open")
            {
                _flights.Remove(flight);
            }

            if (outcome.State == "split")
            {
                // its versions are owed again, behind where the pass stands: what was seen to be empty is not any more
                _sawAll = false;
                _after = 0;
            }
        }

        if (outcomes.Count > 0)
        {
            await tools.Outbox.RecordAsync(lease, platformNo, outcomes, ct);
            Count(outcomes);
        }
    }

    private void Count(List<PacketOutcome> outcomes)
    {
        foreach (var settled in outcomes.SelectMany(o => o.Settled))
        {
            _accepted += settled.State == "accepted" ? 1 : 0;
            _refused += settled.State is "refused" or "parked" ? 1 : 0;
        }
    }

    private async Task AskLimitsAsync(CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        if (now - _limitsAsked > s_limitsAge)
        {
            _limitsAsked = now;
            _pace.Adopt(await platform.GetLimitsAsync(ct));
        }
    }

    private async Task<RelaySummary> SummariseAsync(CancellationToken ct)
    {
        if (_stopReason is string reason)
        {
            await tools.Outbox.PausePlatformAsync(lease, platformNo, reason, ct);
            tools.Logger.PlatformPaused(definition.Name, reason);
        }

        if (_accepted + _refused > 0)
        {
            await tools.Outbox.RefreshStatisticsAsync(ct);
        }

        long pending = await tools.Outbox.PendingAsync(platformNo, ct);
        long unknown = _flights.Where(f => !f.AwaitsDecision).Sum(f => (long)f.Open.Count);
        tools.Logger.RelayEnded(definition.Name, _accepted, _refused, pending);
        return new RelaySummary(definition.Name, _accepted, _refused, _superseded, pending, unknown, _stopReason);
    }
}
