using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

internal sealed partial class PlatformRelay
{
    private readonly List<(Flight Flight, PacketOutcome Outcome)> _outcomes = [];
    private readonly List<OutboxItem> _endedAlone = [];
    private List<(Flight Flight, PacketOutcome Outcome)> _recorded = [];
    private List<OutboxItem> _supersededNow = [];
    private Task? _recording;

    /// <summary>Answers go into the books beside the loop, as many as have come since the last time in one transaction.</summary>
    private async Task RecordAsync(CancellationToken ct)
    {
        if (_recording is { IsCompleted: true } done)
        {
            await done;
            _recording = null;
            _recorded.ForEach(r => Conclude(r.Flight, r.Outcome));
            _supersededNow.ForEach(Drop);
            _superseded += _supersededNow.Count;
            _passedOver |= _supersededNow.Count > 0;
        }

        if (_recording is null && _outcomes.Count + _endedAlone.Count > 0)
        {
            _recorded = [.. _outcomes];
            _supersededNow = [.. _endedAlone];
            _outcomes.Clear();
            _endedAlone.Clear();
            _recording = RecordAsync(_recorded, _supersededNow.ConvertAll(i => new SettledVersion(i.VersionNo, "superseded", "已有更新的版本", null, null, null)), ct);
        }
    }

    private async Task RecordAsync(List<(Flight Flight, PacketOutcome Outcome)> answers, List<SettledVersion> superseded, CancellationToken ct)
    {
        var outcomes = new List<PacketOutcome>(answers.Count);
        foreach (var (flight, outcome) in answers)
        {
            outcomes.Add(outcome.Settled.Any(s => (s.Code ?? s.Field ?? s.Text) is not null) ? outcome with { Settled = await ShownAsync(flight, outcome.Settled, ct) } : outcome);
        }

        await tools.Outbox.RecordAsync(lease, platformNo, outcomes, superseded, ct);
    }

    /// <summary>Values of a record that the platform repeats do not go into the books.</summary>
    private async Task<IReadOnlyList<SettledVersion>> ShownAsync(Flight flight, IReadOnlyList<SettledVersion> settled, CancellationToken ct)
    {
        var ids = flight.Items.ToDictionary(i => i.VersionNo, i => i.RecordId.ToString());
        var words = await tools.Words.ShownAsync([.. settled.Select(s => new PlatformWord(ids[s.VersionNo], s.Code, s.Field, s.Text))], ct);
        return [.. settled.Zip(words, (s, word) => s with { Code = word.Code, Field = word.Field, Text = word.Text })];
    }

    /// <summary>The books have it: what the packet held back may go on.</summary>
    private void Conclude(Flight flight, PacketOutcome outcome)
    {
        flight.Busy = false;
        foreach (var item in outcome.Accepted)
        {
            _records.Remove(item.RecordNo);
        }

        if (outcome.Settled.Count > 0)
        {
            var settled = outcome.Settled.Select(s => s.VersionNo).ToHashSet();
            foreach (var item in flight.Items.Where(i => settled.Contains(i.VersionNo)))
            {
                _records.Remove(item.RecordNo);
            }
        }

        _accepted += outcome.Accepted.Count + outcome.Settled.Count(s => s.State == "accepted");
        _refused += outcome.Settled.Count(s => s.State is "refused" or "parked");
        _urgentWaits |= _blocked.Count > 0;
        _nextRead = DateTimeOffset.MinValue;
        _sawAll = false; // what was seen to be empty may hold newer versions of these records
        if (outcome.State == "open")
        {
            if (flight.AwaitsDecision && !flight.IsBare)
            {
                flight.Strip();
            }

            return;
        }

        flight.Release();
        _flights.Remove(flight);
        if (outcome.State != "split")
        {
            return;
        }

        OutboxItem[] open = [.. flight.Open];
        if (flight is { InParts: true, Changed: false, Lane.Closed: false })
        {
            flight.Lane.Parts.Enqueue((open[..(open.Length / 2)], flight.Suspect));
            flight.Lane.Parts.Enqueue((open[(open.Length / 2)..], flight.Suspect));
            return;
        }

        // its versions are owed again, behind where the pass stands: what was seen to be empty is not any more
        Array.ForEach(open, Drop);
        _sawAll = false;
        _after = 0;
        _nextRead = DateTimeOffset.MinValue;
        _urgentWaits = true;
    }
}
