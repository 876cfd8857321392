using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// How fast one platform may be asked: its rate, its wishes (Retry-After), and our own patience after failures (exponential with jitter;
/// one probe at a time until something succeeds). Times come from the relay's clock.
/// </summary>
internal sealed class Pace(PlatformDefinition definition, TimeProvider time)
{
    private DateTimeOffset _nextSlot = DateTimeOffset.MinValue;
    private DateTimeOffset _holdUntil = DateTimeOffset.MinValue;

    public PlatformLimits Limits { get; private set; } = definition.Limits;

    /// <summary>Failures in a row without any success between.</summary>
    public int Failures { get; private set; }

    /// <summary>Requests that may be under way at once.</summary>
    public int Slots => Failures > 0 ? 1 : Limits.MaxInFlight;

    /// <summary>The stricter of what the platform states and what config sets.</summary>
    public void Adopt(PlatformLimits? stated)
    {
        var own = definition.Limits;
        Limits = stated is null ? own : new PlatformLimits(
            Math.Clamp(stated.MaxRecords, 1, own.MaxRecords), Math.Clamp(stated.MaxBytes, 1024, own.MaxBytes),
            Math.Clamp(stated.RequestsPerMinute, 1, own.RequestsPerMinute), Math.Clamp(stated.MaxInFlight, 1, own.MaxInFlight));
    }

    /// <summary>The platform cannot take packets of this size.</summary>
    public void Shrink(int records, int bytes) =>
        Limits = Limits with { MaxRecords = Math.Max(1, records / 2), MaxBytes = Math.Max(1024, bytes / 2) };

    /// <summary>How long to wait before the next request; zero when it may go now.</summary>
    public TimeSpan Wait()
    {
        var now = time.GetUtcNow();
        var at = _holdUntil > _nextSlot ? _holdUntil : _nextSlot;
        return at > now ? at - now : TimeSpan.Zero;
    }

    /// <summary>A request goes out now.</summary>
    public void Take()
    {
        var now = time.GetUtcNow();
        // one part in a hundred slower than allowed, so that catching up by five requests stays within any minute
        var interval = TimeSpan.FromMinutes(1.01 / Limits.RequestsPerMinute);
        var earliest = now - (5 * interval);
        _nextSlot = (_nextSlot > earliest ? _nextSlot : earliest) + interval;
    }

    public void Succeeded() => Failures = 0;

    public void Hold(TimeSpan wait)
    {
        var until = time.GetUtcNow() + wait;
        _holdUntil = until > _holdUntil ? until : _holdUntil;
    }

    public void Failed()
    {
        Failures++;
        Hold(Backoff(Failures));
    }

    /// <summary>Wait before the n-th repeat (n from 1).</summary>
    public TimeSpan Backoff(int n)
    {
        double seconds = Math.Min(definition.RetryCapSeconds, definition.RetrySeconds * Math.Pow(2, Math.Min(n - 1, 30)));
        return TimeSpan.FromSeconds(seconds * (0.5 + (Random.Shared.NextDouble() / 2)));
    }
}
