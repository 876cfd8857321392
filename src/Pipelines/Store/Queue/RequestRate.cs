namespace CreditHub.Pipelines.Store.Queue;

/// <summary>How often a platform may be asked: one request each <paramref name="Interval"/>, and unused time is saved up to <paramref name="Saved"/>.</summary>
internal readonly record struct RequestRate(TimeSpan Interval, TimeSpan Saved)
{
    /// <summary>What is saved is taken off the rate, and one part in a hundred for uneven travel: no minute, wherever it begins, sees more than allowed.</summary>
    public static RequestRate Of(int perMinute)
    {
        int saved = perMinute / 100;
        var interval = TimeSpan.FromMinutes(1.01 / (perMinute - saved));
        return new RequestRate(interval, saved * interval);
    }
}
