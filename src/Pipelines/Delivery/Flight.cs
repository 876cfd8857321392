using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>What to do next with a packet.</summary>
internal enum NextStep
{
    /// <summary>Send the packet (again): same id, same bytes.</summary>
    Send,

    /// <summary>Ask the platform what became of it.</summary>
    Ask,
}

/// <summary>A packet on its way. Owned by the relay's loop; the sending task only reads it.</summary>
internal sealed class Flight(long packetNo, ComposedDelivery delivery, IReadOnlyList<OutboxItem> items, Lane lane)
{
    private readonly bool[] _ended = new bool[items.Count];
    private Dictionary<RecordId, int>? _places;
    private int _next;

    public long PacketNo { get; } = packetNo;

    public ComposedDelivery Delivery { get; private set; } = delivery;

    public IReadOnlyList<OutboxItem> Items { get; } = items;

    public Lane Lane { get; } = lane;

    public int Attempt { get; set; } = 1;

    public int Asks { get; set; }

    /// <summary>When it was last sent: from then on a decision may be awaited.</summary>
    public DateTimeOffset LastSent { get; set; } = delivery.Delivery.SentAt;

    /// <summary>When its last request began.</summary>
    public DateTimeOffset Began { get; set; }

    /// <summary>Times it was certainly not taken, or nobody knows.</summary>
    public int Failures { get; set; }

    public DateTimeOffset FirstFailed { get; set; }

    public NextStep Next { get; set; } = NextStep.Send;

    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Whether the next send needs an attempt row of its own (all but the first, which came with the claim).</summary>
    public bool NeedsAttemptRow { get; set; }

    /// <summary>Has its place in the budget of requests already.</summary>
    public bool HasPlace { get; set; }

    /// <summary>Under way, or its answer is not in the books yet.</summary>
    public bool Busy { get; set; }

    /// <summary>Some of its records were told to be pending by the platform: not an error, only time.</summary>
    public bool AwaitsDecision { get; set; }

    /// <summary>Rebuilding it gave other bytes than were sent (config changed): it may only be asked about, never sent again under its id.</summary>
    public bool Changed { get; set; }

    /// <summary>It waits for nothing but a better moment.</summary>
    public bool IsPatient => !AwaitsDecision && !Suspect && !IsTooLarge && !HasPlace;

    /// <summary>A single record that was called too large though nothing shows that it is.</summary>
    public bool IsTooLarge { get; set; }

    /// <summary>Sends that failed while platform or dataset were in trouble: they say nothing of its records.</summary>
    public int Forgiven { get; private set; }

    /// <summary>The token it was sent with had ended early; that is repeated once.</summary>
    public bool TokenEnded { get; set; }

    /// <summary>Others of its dataset go through while this one does not: a record in it may be what breaks it.</summary>
    public bool Suspect { get; set; }

    /// <summary>When it ends as a whole, its versions go on in two parts.</summary>
    public bool InParts { get; set; }

    /// <summary>It only waits for a decision: what it said is not kept in memory, and is read from the books should it be sent again.</summary>
    public bool IsBare { get; private set; }

    /// <summary>Versions not yet settled.</summary>
    public int OpenCount { get; private set; } = items.Count;

    /// <summary>Not yet settled, in the packet's order.</summary>
    public IEnumerable<OutboxItem> Open => Items.Where((_, i) => !_ended[i]);

    /// <summary>The open item that an answer speaks of, or null. Answers usually come in the order sent.</summary>
    public OutboxItem? Find(RecordId id, int version)
    {
        if (_next >= Items.Count || Items[_next].RecordId != id)
        {
            _places ??= Enumerable.Range(0, Items.Count).ToDictionary(i => Items[i].RecordId);
            if (!_places.TryGetValue(id, out _next))
            {
                return null;
            }
        }

        return Items[_next].Version == version && !_ended[_next] ? Items[_next] : null;
    }

    /// <summary>The item last found is settled.</summary>
    public void EndFound()
    {
        _ended[_next] = true;
        OpenCount--;
        _next++;
    }

    /// <summary>Those who were in trouble answer again: it is tried at once, and needs to fail anew before it is suspected.</summary>
    public void Forgive()
    {
        NotBefore = DateTimeOffset.MinValue;
        Failures = Math.Min(Failures, 1);
        Forgiven = Attempt;
    }

    /// <summary>Lets go of what it says.</summary>
    public void Strip()
    {
        IsBare = true;
        Delivery = Delivery with
        {
            Body = default, Delivery = Delivery.Delivery with { Records = [.. Delivery.Delivery.Records.Select(r => r with { Data = default })] },
        };
        Release();
    }

    /// <summary>What it says, built again from the books.</summary>
    public void Restore(ComposedDelivery delivery)
    {
        IsBare = false;
        Delivery = delivery;
    }

    /// <summary>The content of its versions is not needed any more.</summary>
    public void Release()
    {
        foreach (var item in Items)
        {
            item.Release();
        }
    }

    /// <summary>Keeps only versions that the books still owe (after a restart some may be settled).</summary>
    public void KeepOnly(HashSet<long> owed)
    {
        for (int i = 0; i < Items.Count; i++)
        {
            if (!owed.Contains(Items[i].VersionNo))
            {
                _ended[i] = true;
                OpenCount--;
            }
        }
    }
}
