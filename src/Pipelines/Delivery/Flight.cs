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
internal sealed class Flight(long packetNo, ComposedDelivery delivery, IReadOnlyList<OutboxItem> items)
{
    private Dictionary<RecordId, OutboxItem>? _open;

    public long PacketNo { get; } = packetNo;

    public ComposedDelivery Delivery { get; } = delivery;

    public IReadOnlyList<OutboxItem> Items { get; } = items;

    public int Attempt { get; set; } = 1;

    public int Asks { get; set; }

    public NextStep Next { get; set; } = NextStep.Send;

    public DateTimeOffset NotBefore { get; set; } = DateTimeOffset.MinValue;

    /// <summary>Whether the next send needs an attempt row of its own (all but the first, which came with the claim).</summary>
    public bool NeedsAttemptRow { get; set; }

    /// <summary>Some of its records were told to be pending by the platform: not an error, only time.</summary>
    public bool AwaitsDecision { get; set; }

    /// <summary>Rebuilding it gave other bytes than were sent (config changed): it may only be asked about, never sent again under its id.</summary>
    public bool Changed { get; set; }

    /// <summary>Not yet settled, by record.</summary>
    public Dictionary<RecordId, OutboxItem> Open => _open ??= Items.ToDictionary(i => i.RecordId);

    /// <summary>Keeps only versions that the books still owe (after a restart some may be settled).</summary>
    public void KeepOnly(HashSet<long> owed)
    {
        foreach (var item in Items)
        {
            if (!owed.Contains(item.VersionNo))
            {
                Open.Remove(item.RecordId);
            }
        }
    }
}
