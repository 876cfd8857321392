using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    /// <summary>Rows read at once, and what is kept ready: bounded by records and bytes, whatever the platform's limits.</summary>
    private const int MostRows = 10_000;
    private const int MostBytes = 15 << 18; // with what stands around the contents one array of 4 MiB
    private const int BytesAround = 48;
    private static readonly TimeSpan s_pass = TimeSpan.FromSeconds(5);

    private Task<List<OutboxItem>>? _reading;
    private DateTimeOffset _passBegan = DateTimeOffset.MinValue;
    private DateTimeOffset _nextRead = DateTimeOffset.MinValue;
    private DateTimeOffset _began = tools.Time.GetUtcNow();
    private long _after;
    private double _bytesEach = 1024;
    private bool _urgentWaits = true;
    private bool _ordinaryRests;
    private bool _passedOver;
    private bool _clean;
    private bool _sawAll;
    private readonly HashSet<long> _blocked = [];

    /// <summary>Packets an earlier process left open: never sent twice blindly. Where the platform can be asked, it is asked first.</summary>
    private async Task RecoverAsync(CancellationToken ct)
    {
        await CloseLanesAsync(ct);
        foreach (short datasetNo in builder.Closed)
        {
            LaneOf(datasetNo);
        }

        foreach (var packet in await tools.Outbox.OpenPacketsAsync(platformNo, ct))
        {
            if (builder.Closed.Contains(packet.DatasetNo))
            {
                continue; // what was under way when the dataset was closed stays as the books have it
            }

            var items = await tools.Outbox.PacketItemsAsync(packet.Versions, ct);
            var composed = builder.Compose(packet.PacketId, packet.SentAt, packet.DatasetNo, items);
            bool changed = !composed.Sha256.AsSpan().SequenceEqual(packet.BodySha256) || items.Exists(i => builder.Withheld(i, Beijing.DayOf(tools.Time.GetUtcNow())) is not null);
            bool certainlyNotTaken = packet.LastOutcome == "retryable" && !changed;
            var flight = new Flight(packet.PacketNo, composed, items, LaneOf(packet.DatasetNo))
            {
                Changed = changed,
                LastSent = packet.LastSent,
                Attempt = packet.Attempts, Asks = packet.Asks, NeedsAttemptRow = true,
                AwaitsDecision = packet.LastOutcome == "answered",
                Next = certainlyNotTaken || platform is not Ports.IReceiptLookup ? NextStep.Send : NextStep.Ask,
                NotBefore = packet.LastOutcome == "answered" ? packet.NextAskAt ?? DateTimeOffset.MinValue : DateTimeOffset.MinValue,
            };
            flight.KeepOnly([.. (await tools.Outbox.OwedAsync(platformNo, packet.Versions, ct)).Select(r => r.VersionNo)]);
            foreach (var item in flight.Open)
            {
                _records[item.RecordNo] = item.VersionNo;
            }

            _flights.Add(flight);
            if (changed && platform is not Ports.IReceiptLookup)
            {
                // it may neither be asked about nor sent again as it was: what became of it stays unknown, and its versions go on in others
                flight.Busy = true;
                _outcomes.Add((flight, AnswerReader.Split(flight, new DeliveryAnswer(AnswerKind.Unknown)) with { AttemptOutcome = "unknown" }));
            }
            else if (flight.AwaitsDecision)
            {
                flight.Strip();
            }
        }
    }

    /// <summary>Keeps rows ready so that no place in flight waits for the database. Withdrawals that appeared are read first.</summary>
    private async Task ReadAheadAsync(bool untilEmpty, CancellationToken ct)
    {
        if (_reading is { IsCompleted: true } done)
        {
            _reading = null;
            await DistributeAsync(await done, ct);
            _ordinaryRests &= _urgentWaits;
        }

        var now = tools.Time.GetUtcNow();
        if (_reading is not null || (now < _nextRead && !_ordinaryRests) || (!_urgentWaits && IsEnoughReady()))
        {
            return;
        }

        int limit = (int)Math.Min(Math.Min(MostRows, MostBytes / (_bytesEach + BytesAround)), 2.0 * _pace.Limits.MaxInFlight * _pace.Limits.MaxRecords);
        if (!await ReadUrgentAsync(limit, ct) && !IsEnoughReady())
        {
            var rows = await NextRowsAsync(limit, ct);
            if (!Read(rows, ct) && rows.Count == 0)
            {
                EndPass(now, untilEmpty);
            }
        }
    }

    /// <summary>Withdrawals that appeared. Those whose record is under way in an older version wait until that is known.</summary>
    private async Task<bool> ReadUrgentAsync(int limit, CancellationToken ct)
    {
        if (!_urgentWaits)
        {
            return false;
        }

        var rows = await tools.Outbox.RowsAsync(platformNo, OutboxPriority.Withdraw, 0, limit, [.. _lanes.Values.Where(l => l.Closed || l.Breaker.IsOpen).Select(l => l.DatasetNo)], ct);
        _urgentWaits = false;
        _blocked.Clear();
        _blocked.UnionWith(rows.Where(r => _records.TryGetValue(r.RecordNo, out long version) && version != r.VersionNo).Select(r => r.VersionNo));
        bool reads = Read(rows, ct);
        _ordinaryRests &= reads;
        return reads;
    }

    /// <summary>Begins to read what the rows of records that are not under way say; false when there are none.</summary>
    private bool Read(List<OwedRow> rows, CancellationToken ct)
    {
        var fresh = new List<OwedRow>(rows.Count);
        foreach (var row in rows)
        {
            if (_records.TryAdd(row.RecordNo, row.VersionNo))
            {
                fresh.Add(row);
            }
            else
            {
                _passedOver |= _records[row.RecordNo] != row.VersionNo;
            }
        }

        if (fresh.Count == 0)
        {
            return false;
        }

        _sawAll = false;
        _clean = false;
        _reading = tools.Outbox.ItemsAsync(fresh, ct);
        return true;
    }

    private async Task<List<OwedRow>> NextRowsAsync(int limit, CancellationToken ct)
    {
        foreach (var lane in _lanes.Values.Where(l => l.MissedFrom < long.MaxValue && IsRead(l)))
        {
            _after = Math.Min(_after, lane.MissedFrom - 1);
            lane.MissedFrom = long.MaxValue;
        }

        foreach (var lane in _lanes.Values.Where(l => !l.Closed && !l.OnlyWithdrawals && !IsRead(l)))
        {
            lane.MissedFrom = Math.Min(lane.MissedFrom, _after + 1);
        }

        _clean |= _after == 0;
        var rows = await tools.Outbox.RowsAsync(platformNo, OutboxPriority.Ordinary, _after, limit, ClosedNow(), ct);
        _after = rows.Count > 0 ? rows[^1].VersionNo : _after;
        return rows;
    }

    /// <summary>
    /// Numbers of slower writers may appear behind us, so a pass begins at the start again; but not at every look, because the start is
    /// full of settled rows that the server cannot clean away while a load is running.
    /// </summary>
    private void EndPass(DateTimeOffset now, bool soon)
    {
        _sawAll = _clean && !_passedOver && _lanes.Values.All(l => l.MissedFrom == long.MaxValue);
        _nextRead = now + (_sawAll || !soon ? s_poll : _passedOver ? s_poll / 10 : TimeSpan.Zero);
        _urgentWaits = true;
        if (soon || now - _passBegan > s_pass)
        {
            _passBegan = now;
            _after = 0;
            _clean = false;
            _passedOver = false;
        }
    }

    private async Task DistributeAsync(List<OutboxItem> items, CancellationToken ct)
    {
        _bytesEach = Math.Max(64, items.Average(i => (double)i.Content.Length));
        long[] old = [.. items.Where(i => i.Newest != i.VersionNo).Select(i => i.VersionNo)];
        var superseded = old.Length == 0 ? [] : await tools.Outbox.SupersededAsync(platformNo, old, ct);
        var withheld = await KeepBackAsync(items.FindAll(i => !superseded.Contains(i.VersionNo)), ct);
        foreach (var item in items)
        {
            if (withheld.Contains(item.VersionNo))
            {
                Drop(item);
                continue;
            }

            if (superseded.Contains(item.VersionNo))
            {
                _endedAlone.Add(item);
                continue;
            }

            var lane = LaneOf(item.DatasetNo);
            (item.Operation == Operation.Withdraw ? lane.Urgent : lane.Ready).Enqueue(item);
        }
    }

    /// <summary>Lets go of an item that stays owed: it is found in the books again.</summary>
    private void Drop(OutboxItem item)
    {
        item.Release();
        _records.Remove(item.RecordNo);
    }

    private bool IsEnoughReady() =>
        _lanes.Values.Where(IsRead).Sum(l => (double)l.Ready.Count / l.Size.Records(_pace.Limits)) >= 2 * _pace.Slots;

    /// <summary>Rows of this dataset are worth reading now.</summary>
    private bool IsRead(Lane lane) => !lane.Closed && !lane.OnlyWithdrawals && !lane.Breaker.IsOpen && lane.Wait() == TimeSpan.Zero && !(IsRestrained(lane) && lane.Ready.Count > 0);

    private short[] ClosedNow() => [.. _lanes.Values.Where(l => !IsRead(l)).Select(l => l.DatasetNo)];

    private Lane LaneOf(short datasetNo)
    {
        if (!_lanes.TryGetValue(datasetNo, out var lane))
        {
            _lanes.Add(datasetNo, lane = new Lane(datasetNo, definition, tools.Time) { OnlyWithdrawals = builder.Closed.Contains(datasetNo) });
        }

        return lane;
    }

    private async Task CloseLanesAsync(CancellationToken ct)
    {
        foreach (short datasetNo in await tools.Outbox.PausedDatasetsAsync(platformNo, ct))
        {
            var lane = LaneOf(datasetNo);
            lane.Closed = true;
            foreach (var item in lane.Urgent.Concat(lane.Ready).Concat(lane.Parts.SelectMany(p => p.Items)))
            {
                Drop(item);
            }

            lane.Urgent.Clear();
            lane.Ready.Clear();
            lane.Parts.Clear();
        }
    }

    private async Task ReopenAsync(CancellationToken ct)
    {
        await tools.Outbox.LiftDatasetPausesAsync(lease, platformNo, ct);
        foreach (var lane in _lanes.Values.Where(l => l.Closed))
        {
            lane.Closed = false;
            lane.MissedFrom = 0;
        }
    }
}
