using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// Patience after failures. Opens after <paramref name="opensAt"/> in a row: then nothing is tried until a wait is over that doubles with each failure,
/// with jitter, up to what whoever counts the failure says, or to a twentieth of the outage, at most a minute; then one small try at a time, until one succeeds.
/// Nobody has to close it.
/// </summary>
internal sealed class Breaker(PlatformDefinition definition, int opensAt, TimeProvider time)
{
    /// <summary>A long outage is not met with thousands of tries, and costs a twentieth of its time more at most.</summary>
    private const int PartOfOutage = 20;
    private static readonly TimeSpan s_longestOfOutage = TimeSpan.FromMinutes(1);

    private DateTimeOffset _until = DateTimeOffset.MinValue;
    private int _opened;

    /// <summary>Failures in a row without any success between.</summary>
    public int Failures { get; private set; }

    /// <summary>Too much went wrong: only tries, one at a time.</summary>
    public bool IsOpen => _opened > 0;

    /// <summary>When it last opened or closed; null: never.</summary>
    public DateTimeOffset? Turned { get; private set; }

    /// <summary>What went wrong last.</summary>
    public string? Reason { get; private set; }

    /// <summary>How long nothing may be tried; zero when something may.</summary>
    public TimeSpan Wait()
    {
        var now = time.GetUtcNow();
        return _until > now ? _until - now : TimeSpan.Zero;
    }

    public void Succeeded()
    {
        if (_opened > 0)
        {
            Turned = time.GetUtcNow();
        }

        Failures = 0;
        _opened = 0;
        _until = DateTimeOffset.MinValue;
    }

    /// <summary>The whole platform answers again: the next try need not wait.</summary>
    public void TryNow() => _until = DateTimeOffset.MinValue;

    /// <summary>The wait is no longer than <paramref name="longest"/>, unless the outage is long. <paramref name="opens"/> null: by count; else whether this failure opens it.</summary>
    public void Failed(TimeSpan longest, string? reason = null, bool? opens = null)
    {
        Failures++;
        Reason = reason;
        if (_opened > 0 || (opens ?? Failures >= opensAt))
        {
            var now = time.GetUtcNow();
            Turned = _opened == 0 ? now : Turned;
            var part = (now - Turned!.Value) / PartOfOutage;
            _until = now + Shorter(Backoff(++_opened), Longer(longest, Shorter(part, s_longestOfOutage)));
        }
    }

    /// <summary>Wait before the n-th repeat (n from 1).</summary>
    public TimeSpan Backoff(int n)
    {
        double seconds = Math.Min(definition.RetryCapSeconds, definition.RetrySeconds * Math.Pow(2, Math.Min(n - 1, 30)));
        return TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
    }

    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
