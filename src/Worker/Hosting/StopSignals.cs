using System.Runtime.InteropServices;

namespace CreditHub.Worker.Hosting;

/// <summary>
/// SIGTERM and SIGINT: the first asks everything to stop where it is safe, the second ends the process at once; so does the time
/// limit. Nothing is lost either way: the books say what is left to do.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Longest a clean stop may take.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);

    private const int ExitOfSignal = 130;

    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;
    private ITimer? _limit;

    public StopSignals() => _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(s => PosixSignalRegistration.Create(s, OnSignal))];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _limit?.Dispose();
        _stop.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            Environment.Exit(ExitOfSignal);
        }

        _limit = TimeProvider.System.CreateTimer(_ => Environment.Exit(ExitOfSignal), null, Limit, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }
}
