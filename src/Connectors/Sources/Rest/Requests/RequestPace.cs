using System.Globalization;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.Rest.Requests;

/// <summary>
/// The request budget: at most so many requests a run, and so many within any minute (waits for its turn). Used by one run at a time; the minute is counted
/// across runs.
/// </summary>
internal sealed class RequestPace(int? perRun, int? perMinute, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Queue<long> _lastMinute = new();

    /// <summary>Requests since <see cref="Begin"/>.</summary>
    public int Used { get; private set; }

    /// <summary>Requests this run still has; <see cref="int.MaxValue"/> without a budget.</summary>
    public int Left => perRun is { } most ? most - Used : int.MaxValue;

    public static Func<TimeProvider, RequestPace> Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return time => new RequestPace(null, null, time);
        }

        int perRun = reader.Integer("perRun", 0, 0, 1_000_000), perMinute = reader.Integer("perMinute", 0, 0, 60_000);
        reader.Done();
        return time => new RequestPace(perRun == 0 ? null : perRun, perMinute == 0 ? null : perMinute, time);
    }

    /// <summary>A run begins.</summary>
    public void Begin() => Used = 0;

    /// <summary>Errors: <see cref="ConnectorException"/> of kind Config when the run has used its budget.</summary>
    public async Task TakeAsync(CancellationToken ct)
    {
        if (Left <= 0)
        {
            throw new ConnectorException(FailureKind.Config, string.Create(CultureInfo.InvariantCulture, $"more than {perRun} requests in one run: raise budget.perRun, or ask for less"));
        }

        Used++;
        while (perMinute is { } most && Wait(most) is { } wait)
        {
            await Task.Delay(wait, time, ct).ConfigureAwait(false);
        }

        _lastMinute.Enqueue(time.GetTimestamp());
    }

    private TimeSpan? Wait(int most)
    {
        while (_lastMinute.TryPeek(out long oldest) && time.GetElapsedTime(oldest) >= Minute)
        {
            _lastMinute.Dequeue();
        }

        return _lastMinute.Count < most ? null : Minute - time.GetElapsedTime(_lastMinute.Peek());
    }
}
