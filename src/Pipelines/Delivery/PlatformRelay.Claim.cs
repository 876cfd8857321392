using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;
using Npgsql;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    /// <summary>Packets an earlier process left open: never sent twice blindly. Where the platform can be asked, it is asked first.</summary>
    private async Task RecoverAsync(CancellationToken ct)
    {
        _paused.UnionWith(await tools.Outbox.PausedDatasetsAsync(platformNo, ct));
        foreach (var packet in await tools.Outbox.OpenPacketsAsync(platformNo, ct))
        {
            if (builder.Closed.Contains(packet.DatasetNo))
            {
                continue; // what was under way when the dataset was closed stays as the books have it
            }

            var items = await tools.Outbox.ItemsAsync(packet.Versions, ct);
            var composed = builder.Compose(packet.PacketId, packet.SentAt, packet.DatasetNo, items);
            bool changed = !composed.Sha256.AsSpan().SequenceEqual(packet.BodySha256);
            bool certainlyNotTaken = packet.LastOutcome == "retryable" && !changed;
            var flight = new Flight(packet.PacketNo, composed, items)
            {
                Changed = changed,
                Attempt = packet.Attempts, Asks = packet.Asks, NeedsAttemptRow = true,
                AwaitsDecision = packet.LastOutcome == "answered",
                Next = certainlyNotTaken || platform is not IReceiptLookup ? NextStep.Send : NextStep.Ask,
                NotBefore = packet.LastOutcome == "answered" ? packet.NextAskAt ?? DateTimeOffset.MinValue : DateTimeOffset.MinValue,
            };
            flight.KeepOnly(await tools.Outbox.OwedAsync(platformNo, packet.Versions, ct));
            _flights.Add(flight);
        }
    }

    /// <summary>Takes the next rows of the outbox into at most <paramref name="packets"/> packets, which are in the books before they are sent. False when there is nothing to send.</summary>
    private async Task<bool> ClaimAsync(int packets, bool untilEmpty, CancellationToken ct)
    {
        var busy = _flights.SelectMany(f => f.Open.Values.Select(i => i.RecordNo)).ToHashSet();
        var flights = await tools.Outbox.ClaimAsync(lease, async (connection, transaction) =>
        {
            var claimed = new List<Flight>(packets);
            await Outbox.LockAgainstWithdrawalsAsync(connection, platformNo, ct);
            var half = await NextHalfAsync(ct);
            foreach (var items in half is not null ? [half] : await NextPacketsAsync(packets, busy, untilEmpty, connection, transaction, ct))
            {
                claimed.Add(await AddAsync(items, connection, transaction, ct));
            }

            return claimed;
        }, ct);
        _flights.AddRange(flights);
        return flights.Count > 0;
    }

    private async Task<List<List<OutboxItem>>> NextPacketsAsync(
        int packets, HashSet<long> busy, bool untilEmpty, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var limits = _pace.Limits;
        var (items, superseded) = await Outbox.NextAsync(
            connection, transaction, platformNo, _after, limits.MaxRecords * packets, busy, _paused, builder.Closed, ct);
        await Outbox.SupersedeAsync(connection, transaction, platformNo, superseded, ct);
        _superseded += superseded.Count;
        if (items.Count == 0)
        {
            _sawAll = superseded.Count == 0 && _after == 0;
            BeginPass(untilEmpty);
            return [];
        }

        _sawAll = false;
        var cut = PacketBuilder.Cut([.. items.DistinctBy(i => i.RecordNo)], limits.MaxRecords, limits.MaxBytes).Take(packets).ToList();
        var taken = cut.SelectMany(p => p.Select(i => i.VersionNo)).ToHashSet();
        var left = items.Where(i => !taken.Contains(i.VersionNo)).Select(i => i.VersionNo - 1);
        _after = items[^1].Operation == Operation.Withdraw ? _after : left.Append(items[^1].VersionNo).Min();
        return cut;
    }

    private async Task<Flight> AddAsync(List<OutboxItem> items, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        var sentAt = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
        var composed = builder.Compose(Guid.CreateVersion7(now), sentAt, items[0].DatasetNo, items);
        long packetNo = await Outbox.AddPacketAsync(connection, transaction, platformNo, lease.Epoch, new PacketRow
        {
            PacketId = composed.Delivery.PacketId, DatasetNo = items[0].DatasetNo, SentAt = sentAt,
            Versions = [.. items.Select(i => i.VersionNo)], BodySha256 = composed.Sha256,
        }, ct);
        return new Flight(packetNo, composed, items);
    }

    /// <summary>
    /// Numbers of slower writers may appear behind us, so a pass begins at the start again; but not at every look, because the start is
    /// full of settled rows that the server cannot clean away while a load is running.
    /// </summary>
    private void BeginPass(bool now)
    {
        var time = tools.Time.GetUtcNow();
        if (now || time - _passBegan > s_pass)
        {
            _passBegan = time;
            _after = 0;
        }
    }

    /// <summary>Halves of a packet that was refused as a whole or was too large go before new rows.</summary>
    private async Task<List<OutboxItem>?> NextHalfAsync(CancellationToken ct)
    {
        while (_halves.TryDequeue(out var versions))
        {
            var owed = await tools.Outbox.OwedAsync(platformNo, versions, ct);
            var items = await tools.Outbox.ItemsAsync([.. versions.Where(owed.Contains)], ct);
            if (items.Count > 0)
            {
                return items;
            }
        }

        return null;
    }

    private void Halve(Flight flight)
    {
        long[] versions = [.. flight.Open.Values.Select(i => i.VersionNo)];
        int middle = versions.Length / 2;
        _halves.Enqueue(versions[..middle]);
        _halves.Enqueue(versions[middle..]);
    }
}
