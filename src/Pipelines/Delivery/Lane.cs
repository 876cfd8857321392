using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// What waits in memory for one dataset at one platform, and how that dataset fares there: its own packet size and its own patience, so that one that is
/// slow or broken delays no other. Owned by the relay's loop.
/// </summary>
internal sealed class Lane(short datasetNo, PlatformDefinition definition, TimeProvider time)
{
    private const int OpensAt = 3;
    private static readonly TimeSpan s_slow = TimeSpan.FromSeconds(2);

    private TimeSpan _usual;
    private DateTimeOffset _holdUntil = DateTimeOffset.MinValue;

    public short DatasetNo => datasetNo;

    /// <summary>Withdrawals: before everything else.</summary>
    public Queue<OutboxItem> Urgent { get; } = new();

    /// <summary>Parts of a packet that ended as a whole; true: one of its records is suspected of breaking it.</summary>
    public Queue<(OutboxItem[] Items, bool Suspect)> Parts { get; } = new();

    /// <summary>In stored order.</summary>
    public Queue<OutboxItem> Ready { get; } = new();

    public PacketSize Size { get; } = new(time);

    public Breaker Breaker { get; } = new(definition, OpensAt, time);

    /// <summary>The platform does not take this dataset from us.</summary>
    public bool Closed { get; set; }

    /// <summary>The dataset may not leave for this platform any more: only its withdrawals do.</summary>
    public bool OnlyWithdrawals { get; init; }

    public int UnderWay { get; set; }

    public DateTimeOffset LastTried { get; private set; }

    public DateTimeOffset LastSucceeded { get; private set; }

    /// <summary>When results for a packet last came, and the largest packet that had results.</summary>
    public DateTimeOffset LastTaken { get; private set; }

    public int LargestTaken { get; private set; }

    /// <summary>Answers "later" in a row.</summary>
    public int PutOff { get; set; }

    /// <summary>Rows from this version number on were passed over while nothing could be sent.</summary>
    public long MissedFrom { get; set; } = long.MaxValue;

    /// <summary>Its packets usually take long.</summary>
    public bool IsSlow => _usual > s_slow;

    public bool HasRows => Urgent.Count + Parts.Count + Ready.Count > 0;

    /// <summary>May something be sent now, for all this dataset knows?</summary>
    public bool MayGo => !Closed && Wait() == TimeSpan.Zero && (!Breaker.IsOpen || UnderWay == 0);

    /// <summary>How long nothing of it may be sent.</summary>
    public TimeSpan Wait()
    {
        var hold = _holdUntil - time.GetUtcNow();
        return hold > Breaker.Wait() ? hold : Breaker.Wait();
    }

    /// <summary>The platform puts off this dataset and takes others.</summary>
    public void Hold(TimeSpan wait) => _holdUntil = time.GetUtcNow() + wait;

    public void Tried()
    {
        UnderWay++;
        LastTried = time.GetUtcNow();
    }

    public void Took(TimeSpan elapsed) => _usual = _usual == TimeSpan.Zero ? elapsed : (0.75 * _usual) + (0.25 * elapsed);

    /// <summary>A packet of so many bytes has results.</summary>
    public void Taken(int bytes)
    {
        LastTaken = time.GetUtcNow();
        LargestTaken = Math.Max(LargestTaken, bytes);
    }

    public void Succeeded()
    {
        LastSucceeded = time.GetUtcNow();
        PutOff = 0;
        Breaker.Succeeded();
    }
}
