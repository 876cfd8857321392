namespace CreditHub.Worker.Admin;

/// <summary>
/// Counts failed attempts. Five failures lock that pair of address and key id for 15 minutes: nobody else, so that a stranger cannot
/// lock the holder of a key out. Ten failures a minute from one address: it must wait. Thread-safe; keeps at most 10,000 counts.
/// </summary>
internal sealed class FailureLock(TimeProvider time)
{
    /// <summary>Failures that lock.</summary>
    public const int Failures = 5;

    /// <summary>How long a lock lasts.</summary>
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(15);

    private const int PerMinute = 10;
    private const int MostCounts = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Address, string KeyId), (int Count, DateTimeOffset Until)> _counts = [];

    /// <summary>The pair is locked.</summary>
    public bool IsLocked(string address, string keyId)
    {
        lock (_gate)
        {
            return Live((address, keyId)) >= Failures;
        }
    }

    /// <summary>The address has failed too often within a minute.</summary>
    public bool MustWait(string address)
    {
        lock (_gate)
        {
            return Live((address, "*")) >= PerMinute;
        }
    }

    /// <summary>Counts a failure; true when it locks the pair.</summary>
    public bool Fail(string address, string keyId)
    {
        lock (_gate)
        {
            Sweep();
            Add((address, "*"), TimeSpan.FromMinutes(1), slide: false);
            return keyId.Length > 0 && Add((address, keyId), LockTime, slide: true) == Failures;
        }
    }

    /// <summary>The right key forgets the failures of its pair.</summary>
    public void Succeed(string address, string keyId)
    {
        lock (_gate)
        {
            _counts.Remove((address, keyId));
        }
    }

    private int Live((string Address, string KeyId) pair) =>
        _counts.TryGetValue(pair, out var count) && count.Until > time.GetUtcNow() ? count.Count : 0;

    private int Add((string Address, string KeyId) pair, TimeSpan life, bool slide)
    {
        int count = Live(pair) + 1;
        var until = count == 1 || slide ? time.GetUtcNow() + life : _counts[pair].Until;
        _counts[pair] = (count, until);
        return count;
    }

    private void Sweep()
    {
        if (_counts.Count < MostCounts)
        {
            return;
        }

        var now = time.GetUtcNow();
        foreach (var pair in _counts.Where(c => c.Value.Until <= now).Select(c => c.Key).ToList())
        {
            _counts.Remove(pair);
        }

        if (_counts.Count >= MostCounts)
        {
            _counts.Clear();
        }
    }
}
