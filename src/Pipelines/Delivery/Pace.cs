using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Store.Queue;

namespace CreditHub.Pipelines.Delivery;

/// <summary>
/// How fast one platform may be asked: its limits, its rate, its wishes (Retry-After), how many requests at once it bears, and our own patience when
/// nothing there answers. The rate is kept in the books, this is its mirror. Times come from the relay's clock.
/// </summary>
internal sealed class Pace(PlatformDefinition definition, TimeProvider time)
{
    private const int OpensAt = 5;
    private static readonly TimeSpan s_longestHold = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(5);

    private readonly HashSet<short> _failing = [];
    private DateTimeOffset _nextSlot = DateTimeOffset.MinValue;
    private DateTimeOffset _holdUntil = DateTimeOffset.MinValue;
    private int _atOnce = int.MaxValue;
    private DateTimeOffset _eased = DateTimeOffset.MinValue;
    private int _well;

    public PlatformLimits Limits { get; private set; } = definition.Limits;

    public RequestRate Rate { get; private set; } = RequestRate.Of(definition.Limits.RequestsPerMinute);

    public Breaker Breaker { get; } = new(definition, OpensAt, time);

    /// <summary>Requests that may be under way at once.</summary>
    public int Slots => Breaker.IsOpen ? 1 : Math.Min(_atOnce, Limits.MaxInFlight);

    /// <summary>The stricter of what the platform states and what config sets. A platform that does not say it now still means what it said before.</summary>
    public void Adopt(PlatformLimits? stated)
    {
        if (stated is null)
        {
            return;
        }

        var own = definition.Limits;
        Limits = new PlatformLimits(
            Math.Clamp(stated.MaxRecords, 1, own.MaxRecords), Math.Clamp(stated.MaxBytes, 1024, own.MaxBytes),
            Math.Clamp(stated.RequestsPerMinute, 1, own.RequestsPerMinute), Math.Clamp(stated.MaxInFlight, 1, own.MaxInFlight));
        Rate = RequestRate.Of(Limits.RequestsPerMinute);
    }

    /// <summary>
    /// The longest wait between tries of those who are in trouble, so many of them: who is back is noticed soon, and their tries take a tenth of the rate at most.
    /// </summary>
    public TimeSpan LongestWait(int troubled = 1) => 10 * troubled * Rate.Interval is var tenth && tenth > s_soon ? tenth : s_soon;

    /// <summary>How long to wait before the next request; zero when it may go now.</summary>
    public TimeSpan Wait()
    {
        var now = time.GetUtcNow();
        var at = _holdUntil > _nextSlot ? _holdUntil : _nextSlot;
        var wait = at > now ? at - now : TimeSpan.Zero;
        return wait > Breaker.Wait() ? wait : Breaker.Wait();
    }

    /// <summary>How many requests may begin now.</summary>
    public int Allowance()
    {
        var saved = time.GetUtcNow() - _nextSlot;
        return Wait() > TimeSpan.Zero ? 0 : (int)Math.Min(Limits.MaxInFlight, (saved / Rate.Interval) + 1);
    }

    /// <summary>The books gave us places for so many requests, the first of them after <paramref name="wait"/>.</summary>
    public void Took(int requests, TimeSpan wait) => _nextSlot = time.GetUtcNow() + wait + (requests * Rate.Interval);

    /// <summary>The platform answers: more at once again, one by one.</summary>
    public void Succeeded()
    {
        _failing.Clear();
        Breaker.Succeeded();
        if (_atOnce < Limits.MaxInFlight && ++_well >= 4 * _atOnce)
        {
            _atOnce++;
            _well = 0;
        }
    }

    /// <summary>
    /// A dataset's packet failed. Only when nothing can be reached at all, or several datasets fail with none succeeding between, is it the platform.
    /// </summary>
    public void Failed(short datasetNo, bool reached, string? reason = null)
    {
        _failing.Add(datasetNo);
        Breaker.Failed(LongestWait(), reason, opens: !reached || (_failing.Count > 1 && Breaker.Failures + 1 >= OpensAt));
    }

    /// <summary>Fewer at once: it is too much for the platform. What <paramref name="began"/> before the last time says nothing new.</summary>
    public void Ease(DateTimeOffset began)
    {
        if (began < _eased)
        {
            return;
        }

        _eased = time.GetUtcNow();
        _atOnce = Math.Max(1, Math.Min(_atOnce, Limits.MaxInFlight) / 2);
        _well = 0;
    }

    /// <summary>The platform asks for a rest; an hour at most.</summary>
    public void Hold(TimeSpan wait)
    {
        var until = time.GetUtcNow() + (wait > s_longestHold ? s_longestHold : wait);
        _holdUntil = until > _holdUntil ? until : _holdUntil;
    }
}
