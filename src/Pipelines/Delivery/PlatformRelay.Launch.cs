using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    /// <summary>Records of the small packet that tries whether platform or dataset answer again.</summary>
    private const int TrialRecords = 10;

    /// <summary>Different packets of a dataset that are tried in turn.</summary>
    private const int Trials = 3;
    private static readonly TimeSpan s_recently = TimeSpan.FromMinutes(1);

    /// <summary>Fills the free places in flight: withdrawals, then packets that wait to be repeated or asked about, then parts and new rows. True when something began.</summary>
    private async Task<bool> LaunchAsync(CancellationToken ct)
    {
        bool began = false;
        while (_stopReason is null && Free() > 0 && !ct.IsCancellationRequested)
        {
            await AskLimitsAsync(ct);
            if (Free() <= 0)
            {
                return began; // fewer places than are taken already
            }

            bool urgent = _lanes.Values.Any(IsUrgent);
            if (!urgent && DueFlight() is { } due)
            {
                await RepeatAsync(due, lease.Lost);
                began = true;
                continue;
            }

            if (_ordinaryRests && !urgent)
            {
                return began; // a withdrawal waits in the books: it is read before anything ordinary goes out
            }

            var packets = await NextPacketsAsync(Free(), ct);
            if (packets.Count == 0)
            {
                return began;
            }

            await ClaimAsync(packets, lease.Lost);
            began = true;
        }

        return began;
    }

    /// <summary>Withdrawals wait. While their platform or dataset is only tried, some packets of them are tried in turn: who is back gets the rest at once, and in large packets.</summary>
    private bool IsUrgent(Lane lane) =>
        lane.Urgent.Count > 0 && lane.MayGo && !((_pace.Breaker.IsOpen || lane.Breaker.IsOpen) && TriedOf(lane) >= Trials);

    private int Free() => Math.Min(_pace.Slots - _underWay.Count, _pace.Allowance());

    /// <summary>
    /// While platform or dataset are only tried, the dataset whose try is longest ago has the next, so that no broken one keeps others from it. When one of
    /// them may be tried, a packet's own patience does not hold it back: it is over soon enough, and nothing else might be due.
    /// </summary>
    private Flight? DueFlight()
    {
        var now = tools.Time.GetUtcNow();
        Flight? best = null;
        foreach (var flight in _flights)
        {
            bool early = flight.IsPatient && (_pace.Breaker.IsOpen || (flight.Lane.Breaker.IsOpen && flight.Lane.MayGo));
            if (flight.Busy || (flight.NotBefore > now && !early) || (flight.Next == NextStep.Send && !flight.Lane.MayGo))
            {
                continue;
            }

            if (!_pace.Breaker.IsOpen && !flight.Lane.Breaker.IsOpen)
            {
                return flight;
            }

            best = best is null || Turn(flight).CompareTo(Turn(best)) < 0 ? flight : best;
        }

        return best is null || RowsGoBefore(best, now) ? null : best;

        static (DateTimeOffset, bool, DateTimeOffset) Turn(Flight flight) => (flight.Lane.LastTried, IsLarge(flight), flight.Began);
    }

    private int TriedOf(Lane lane) => _flights.Count(f => f.Lane == lane && f.IsPatient && !IsLarge(f));

    private static bool IsLarge(Flight flight) => flight.Next == NextStep.Send && flight.OpenCount > TrialRecords;

    /// <summary>Rather a small packet of rows than a large one, and rather several packets before one comes again out of its turn: it may itself be what is broken.</summary>
    private bool RowsGoBefore(Flight flight, DateTimeOffset now) =>
        (flight.Lane.HasRows && (IsLarge(flight) || (flight.NotBefore > now && flight.Lane.Breaker.IsOpen && TriedOf(flight.Lane) < Trials)))
        || _lanes.Values.Any(l => l.HasRows && l.MayGo && l.LastTried < flight.Lane.LastTried);

    private async Task RepeatAsync(Flight flight, CancellationToken ct)
    {
        bool send = flight.Next == NextStep.Send || platform is not IReceiptLookup;
        if (send && flight.IsBare)
        {
            var items = await tools.Outbox.PacketItemsAsync([.. flight.Items.Select(i => i.VersionNo)], ct);
            var sent = flight.Delivery.Delivery;
            flight.Restore(builder.Compose(sent.PacketId, sent.SentAt, flight.Lane.DatasetNo, items));
        }

        if (!flight.HasPlace)
        {
            // who cannot be asked is sent it again: a request that carries records, whatever for
            var wait = send && (flight.NeedsAttemptRow || flight.Next == NextStep.Ask)
                ? await tools.Outbox.BeginAttemptAsync(lease, platformNo, flight.PacketNo, ++flight.Attempt, _pace.Rate, ct)
                : await tools.Outbox.ReserveAsync(platformNo, _pace.Rate, ct);
            _pace.Took(1, wait);
            flight.NeedsAttemptRow = false;
            if (wait > TimeSpan.Zero)
            {
                flight.HasPlace = true;
                flight.NotBefore = tools.Time.GetUtcNow() + wait;
                return;
            }
        }

        Begin(flight);
    }

    private void Begin(Flight flight)
    {
        flight.HasPlace = false;
        flight.Busy = true;
        flight.Began = tools.Time.GetUtcNow();
        flight.Lane.Tried();
        bool ask = flight.Next == NextStep.Ask && platform is IReceiptLookup;
        flight.LastSent = ask ? flight.LastSent : flight.Began;
        var exchange = ask ? ((IReceiptLookup)platform).FindAsync(flight.Delivery.Delivery, lease.Lost) : platform.SendAsync(flight.Delivery, lease.Lost);
        _underWay.Add(exchange, (flight, tools.Time.GetTimestamp()));
    }

    /// <summary>The next packets' items, the dataset that waited longest first.</summary>
    private async Task<List<(Lane Lane, List<OutboxItem> Items, bool Suspect)>> NextPacketsAsync(int most, CancellationToken ct)
    {
        var packets = new List<(Lane, List<OutboxItem>, bool)>(most);
        var chosen = new Dictionary<Lane, int>();
        while (packets.Count < most && NextLane(chosen) is { } lane)
        {
            chosen[lane] = chosen.GetValueOrDefault(lane) + 1;
            bool trial = _pace.Breaker.IsOpen || lane.Breaker.IsOpen;
            int records = trial ? Math.Min(TrialRecords, lane.Size.Records(_pace.Limits)) : lane.Size.Records(_pace.Limits);
            bool suspect = false;
            List<OutboxItem> items;
            if (lane.Urgent.Count == 0 && lane.Parts.TryDequeue(out var part))
            {
                suspect = part.Suspect;
                if (part.Items.Length > records)
                {
                    lane.Parts.Enqueue((part.Items[records..], suspect)); // less is taken now than when it was cut
                    part.Items = part.Items[..records];
                }

                var owed = await tools.Outbox.OwedAsync(platformNo, part.Items.Select(i => i.VersionNo), ct);
                foreach (var gone in part.Items.ExceptBy(owed.Select(r => r.VersionNo), i => i.VersionNo))
                {
                    Drop(gone);
                }

                items = await tools.Outbox.ItemsAsync(owed, ct);
            }
            else
            {
                items = PacketBuilder.Cut(lane.Urgent.Count > 0 ? lane.Urgent : lane.Ready, records, lane.Size.Bytes(_pace.Limits));
            }

            if (items.Count > 0)
            {
                packets.Add((lane, items, suspect));
            }
        }

        return packets;
    }

    private Lane? NextLane(Dictionary<Lane, int> chosen)
    {
        Lane? next = null;
        foreach (var lane in _lanes.Values)
        {
            int more = chosen.GetValueOrDefault(lane);
            bool may = lane.HasRows && lane.MayGo && !IsRestrained(lane, more) && !(lane.Breaker.IsOpen && more > 0);
            if (may && (next is null || (lane.Urgent.Count > 0, more, lane.LastTried) is var a && (next.Urgent.Count > 0, chosen.GetValueOrDefault(next), next.LastTried) is var b
                && (a.Item1 != b.Item1 ? a.Item1 : (a.more, a.LastTried).CompareTo((b.Item2, b.LastTried)) < 0)))
            {
                next = lane;
            }
        }

        return next;
    }

    /// <summary>A dataset whose packets take long keeps to half of the places while others have, or lately had, something to send.</summary>
    private bool IsRestrained(Lane lane, int more = 0) =>
        lane.IsSlow && lane.UnderWay + more >= Math.Max(1, _pace.Slots / 2)
        && _lanes.Values.Any(l => l != lane && !l.Closed && (l.HasRows || tools.Time.GetUtcNow() - l.LastTried < s_recently));

    /// <summary>Packets and their first attempts are in the books, and every version in them is its record's newest, before the first byte is sent.</summary>
    private async Task ClaimAsync(List<(Lane Lane, List<OutboxItem> Items, bool Suspect)> packets, CancellationToken ct)
    {
        var (flights, wait) = await tools.Outbox.ClaimAsync(lease, async (connection, transaction) =>
        {
            await Outbox.LockAgainstWithdrawalsAsync(connection, platformNo, ct);
            var all = packets.SelectMany(p => p.Items).ToList();
            var (outdated, urgent) = await Outbox.LookAgainAsync(
                connection, transaction, platformNo, all, [.. Known()], [.. _lanes.Values.Where(l => l.Closed || l.Breaker.IsOpen).Select(l => l.DatasetNo)], ct);
            _urgentWaits |= urgent;
            _ordinaryRests |= urgent;
            if (outdated.Count > 0)
            {
                Outdated(packets, outdated);
            }

            return await AddAsync(packets, connection, transaction, ct);
        }, ct);
        if (flights.Count == 0)
        {
            return;
        }

        _pace.Took(flights.Count, wait);
        foreach (var flight in flights)
        {
            _flights.Add(flight);
            if (wait > TimeSpan.Zero)
            {
                flight.HasPlace = true;
                flight.NotBefore = tools.Time.GetUtcNow() + wait;
            }
            else
            {
                Begin(flight);
            }
        }

        IEnumerable<long> Known() => _lanes.Values.SelectMany(l => l.Urgent.Concat(l.Parts.SelectMany(p => p.Items))).Concat(packets.SelectMany(p => p.Items))
            .Concat(_flights.SelectMany(f => f.Open)).Where(i => i.Operation == Operation.Withdraw).Select(i => i.VersionNo).Concat(_blocked);
    }

    /// <summary>Their records changed since they were read: they are read again, and found superseded or not.</summary>
    private void Outdated(List<(Lane Lane, List<OutboxItem> Items, bool Suspect)> packets, HashSet<long> outdated)
    {
        foreach (var (lane, items, _) in packets)
        {
            foreach (var item in items.Where(i => outdated.Contains(i.VersionNo)))
            {
                lane.MissedFrom = Math.Min(lane.MissedFrom, item.VersionNo);
                Drop(item);
            }

            items.RemoveAll(i => outdated.Contains(i.VersionNo));
        }

        packets.RemoveAll(p => p.Items.Count == 0);
        _sawAll = false;
        _urgentWaits = true;
        _nextRead = DateTimeOffset.MinValue;
    }

    private async Task<(List<Flight> Flights, TimeSpan Wait)> AddAsync(
        List<(Lane Lane, List<OutboxItem> Items, bool Suspect)> packets, Npgsql.NpgsqlConnection connection, Npgsql.NpgsqlTransaction transaction, CancellationToken ct)
    {
        if (packets.Count == 0)
        {
            return ([], TimeSpan.Zero);
        }

        var now = tools.Time.GetUtcNow();
        var sentAt = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        var composed = packets.ConvertAll(p => builder.Compose(Guid.CreateVersion7(now), sentAt, p.Lane.DatasetNo, p.Items));
        var (numbers, wait) = await Outbox.AddPacketsAsync(connection, transaction, platformNo, lease.Epoch, [.. composed.Select((c, i) => new PacketRow
        {
            PacketId = c.Delivery.PacketId, DatasetNo = packets[i].Lane.DatasetNo, SentAt = sentAt,
            Versions = [.. packets[i].Items.Select(item => item.VersionNo)], BodySha256 = c.Sha256,
        })], _pace.Rate, ct);
        return ([.. numbers.Select((number, i) => new Flight(number, composed[i], packets[i].Items, packets[i].Lane) { Suspect = packets[i].Suspect })], wait);
    }
}
