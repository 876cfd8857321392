namespace CreditHub.Testing.Platforms;

/// <summary>Counts requests of the last minute. Thread-safe.</summary>
internal sealed class RateGate(int perMinute, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _recent = [];

    /// <summary>Null when the request may pass, else the seconds to wait.</summary>
    public int? Wait()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_recent.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromMinutes(1))
            {
                _recent.Dequeue();
            }

            if (_recent.Count < perMinute)
            {
                _recent.Enqueue(now);
                return null;
            }

            return Math.Max(1, (int)Math.Ceiling((TimeSpan.FromMinutes(1) - (now - _recent.Peek())).TotalSeconds));
        }
    }
}
