using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// Step 4 for one platform: outbox → packets → answers → receipts. One loop owns all state; exchanges with the platform, reading ahead and recording
/// answers run beside it. Unknown packets of an earlier process are resolved before anything new about their records is sent.
/// </summary>
internal sealed partial class PlatformRelay(
    PlatformDefinition definition, short platformNo, IPlatform platform, PacketBuilder builder, BoundaryStep boundary, ConfigInForce inForce, RelayTools tools, Lease lease)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_longRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_limitsAge = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_limitsWait = TimeSpan.FromSeconds(2);
    private const int PatienceWhenEmptying = 6;

    private readonly Pace _pace = new(definition, tools.Time);
    private readonly Dictionary<short, Lane> _lanes = [];
    private readonly List<Flight> _flights = [];
    private readonly Dictionary<Task<DeliveryAnswer>, (Flight Flight, long Began)> _underWay = [];

    /// <summary>Records that are in memory or under way, with the version that is.</summary>
    private readonly Dictionary<long, long> _records = [];
    private readonly DateTimeOffset _startedAt = tools.Time.GetUtcNow();
    private DateTimeOffset _limitsAsked = DateTimeOffset.MinValue;
    private Task<PlatformLimits?>? _asking;
    private long _accepted;
    private long _refused;
    private long _superseded;
    private string? _stopReason;

    private AnswerReader Reader => field ??= new(definition, _pace.Breaker, tools.Time);

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
                // whoever asks us to stop gets what has begun finished: only a lost lease ends it
                await InterpretFinishedAsync(lease.Lost);
                await RecordAsync(lease.Lost);
                await TellAsync(atOnce: false, lease.Lost);
                if (await YieldsAsync(ct))
                {
                    break;
                }

                await AlignAsync(ct);
                await ReadAheadAsync(untilEmpty, ct);
                if (!await LaunchAsync(ct) && await RestAsync(untilEmpty, ct))
                {
                    break;
                }

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

    /// <summary>Waits until something happens or is due. True when the relay should end.</summary>
    private async Task<bool> RestAsync(bool untilEmpty, CancellationToken ct)
    {
        if (_underWay.Count == 0 && _recording is null && untilEmpty)
        {
            if (_sawAll && _reading is null && _lanes.Values.All(l => l.Closed || !l.HasRows) && _flights.TrueForAll(MayBeLeft))
            {
                return true;
            }

            if (_pace.Breaker.Failures >= PatienceWhenEmptying)
            {
                _stopReason = "平台暂时无法连接，稍后自动重试";
                return true;
            }
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var events = new List<Task>(_underWay.Count + 3) { Task.Delay(UntilDue(), tools.Time, over.Token) };
        events.AddRange(_underWay.Keys);
        events.AddRange(((Task?[])[_recording, _reading]).OfType<Task>());
        await Task.WhenAny(events);
        await over.CancelAsync();
        return false;
    }

    /// <summary>
    /// Nothing can be done about it now: the platform decides later, its dataset is closed, or a suspect or one that was asked about often in vain rests for a while. A question that has its
    /// place in the budget is not left: who left it and came back would take a new place each time, and never ask.
    /// </summary>
    private bool MayBeLeft(Flight flight) =>
        (flight.AwaitsDecision && !flight.HasPlace) || (flight.Lane.Closed && flight.Next == NextStep.Send)
        || ((flight.Suspect || flight.Asks >= PatienceWhenEmptying) && !flight.Busy && flight.NotBefore - tools.Time.GetUtcNow() > s_longRest);

    /// <summary>How long until time alone lets something happen.</summary>
    private TimeSpan UntilDue()
    {
        var now = tools.Time.GetUtcNow();
        var wait = _pace.Wait();
        if (wait == TimeSpan.Zero)
        {
            wait = _reading is null && !IsEnoughReady() && _nextRead - now < s_poll ? _nextRead - now : s_poll;
            foreach (var due in _flights.Where(f => !f.Busy).Select(f => f.NotBefore - now).Concat(_lanes.Values.Where(l => l.HasRows).Select(l => l.Wait())))
            {
                wait = due > TimeSpan.Zero && due < wait ? due : wait;
            }
        }

        return wait < s_shortest ? s_shortest : wait > s_poll ? s_poll : wait;
    }

    private async Task DrainAsync()
    {
        await (_aligning ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (lease.Lost.IsCancellationRequested)
        {
            return;
        }

        await ((Task)Task.WhenAll(_underWay.Keys)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await InterpretFinishedAsync(lease.Lost);
        while (_recording is not null || _outcomes.Count > 0)
        {
            await RecordAsync(lease.Lost);
            await (_recording ?? Task.CompletedTask);
        }
    }

    /// <summary>
    /// Hourly and when the platform said that something is too much. The answer is waited for a moment; one that takes long counts when it comes.
    /// Datasets that were refused are tried again then, with one small packet each.
    /// </summary>
    private async Task AskLimitsAsync(CancellationToken ct)
    {
        await AdoptLimitsAsync();
        var now = tools.Time.GetUtcNow();
        if (now - _limitsAsked <= s_limitsAge || _asking is not null)
        {
            return;
        }

        if (now - _began > s_limitsAge)
        {
            _began = now;
            await ReopenAsync(ct);
        }

        _limitsAsked = now;
        _pace.Took(1, await tools.Outbox.ReserveAsync(platformNo, _pace.Rate, ct));
        _asking = platform.GetLimitsAsync(lease.Lost);
        await ((Task)_asking).WaitAsync(s_limitsWait, tools.Time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await AdoptLimitsAsync();
    }

    private async Task AdoptLimitsAsync()
    {
        if (_asking is { IsCompleted: true } answered)
        {
            _asking = null;
            _pace.Adopt(await answered);
        }
    }

    private async Task<RelaySummary> SummariseAsync(CancellationToken ct)
    {
        await TellAsync(atOnce: true, ct);
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
        long unknown = _flights.Where(f => !f.AwaitsDecision).Sum(f => (long)f.OpenCount);
        tools.Logger.RelayEnded(definition.Name, _accepted, _refused, pending);
        return new RelaySummary(definition.Name, _accepted, _refused, _superseded, pending, unknown, _stopReason);
    }
}
