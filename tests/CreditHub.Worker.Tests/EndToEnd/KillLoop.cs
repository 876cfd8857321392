using System.Globalization;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Collector and sender run side by side over a row of files; one or both are killed at random moments, spread over the phases that the evidence
/// shows (or over <paramref name="targets"/>), and started again at once, while the dead one's sessions may still live.
/// </summary>
internal sealed class KillLoop(CrashPlace place, int seed, params string[] targets)
{
    private static readonly string[] Everywhere = ["fetch", "survey", "load", "send", "any"];

    private readonly string[] _targets = targets.Length > 0 ? targets : Everywhere;
    private readonly Random _random = new(seed);
    private readonly Queue<Action> _files = new();
    private WorkerProcess? _collector;
    private WorkerProcess? _sender;

    /// <summary>Kills by the phase they hit.</summary>
    public SortedDictionary<string, int> Kills { get; } = new(StringComparer.Ordinal);

    /// <summary>Happens while both are at work, before the kill of this number.</summary>
    public Func<int, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>A file that comes once everything before it is in the books.</summary>
    public void Later(Action drop) => _files.Enqueue(drop);

    /// <summary>Kills so many times, then lets everything end.</summary>
    public async Task RunAsync(int kills, CancellationToken ct)
    {
        for (int i = 0; i < kills; i++)
        {
            string target = _targets[i % _targets.Length];
            await EnsureWorkAsync(target, ct);
            await AwaitAsync(target, ct);
            await Before(i);
            await Task.Delay(_random.Next(target switch { "fetch" => 5, "any" => 2_000, _ => 250 }), ct);
            string hit = await PhaseAsync(ct);
            await KillAsync(target);
            Kills[hit] = Kills.GetValueOrDefault(hit) + 1;
        }

        while (_files.TryDequeue(out var drop))
        {
            await EndCollectorAsync(ct);
            drop();
            _collector = place.StartSync();
        }

        await EndCollectorAsync(ct);
        await place.FinishAsync(ct);
    }

    /// <summary>Both at work, and something for the phase to do.</summary>
    private async Task EnsureWorkAsync(string target, CancellationToken ct)
    {
        bool collected = Directory.GetFiles(place.Inbox, "*.csv").Length == 0 && await OpenRunsAsync(ct) == 0;
        if (collected && target != "send" && _files.TryDequeue(out var drop))
        {
            await EndCollectorAsync(ct);
            drop();
        }

        _collector = _collector is { HasExited: false } ? _collector : place.StartSync();
        _sender = _sender is { HasExited: false } ? _sender : place.StartDelivery();
    }

    /// <summary>Returns when the phase is reached, or when it cannot come any more.</summary>
    private async Task AwaitAsync(string target, CancellationToken ct)
    {
        while (target != "any" && !(_collector!.HasExited && _sender!.HasExited) && !(target != "send" && _collector.HasExited))
        {
            string phase = await PhaseAsync(ct);
            if (phase.Split('+').Contains(target))
            {
                return;
            }

            // a sender that found nothing yet has gone home
            _sender = target == "send" && _sender!.HasExited && !_collector.HasExited ? place.StartDelivery() : _sender;
            await Task.Delay(2, ct);
        }
    }

    private async Task KillAsync(string target)
    {
        bool both = _random.Next(4) == 0;
        bool sender = target == "send" || (target == "any" && _random.Next(2) == 0);
        if (both || !sender)
        {
            await _collector!.KillAsync();
        }

        if (both || sender)
        {
            await _sender!.KillAsync();
        }
    }

    private async Task EndCollectorAsync(CancellationToken ct)
    {
        if (_collector is { HasExited: false })
        {
            await CrashPlace.DoneAsync(_collector, ct);
        }
    }

    /// <summary>What the evidence shows now, of collecting and of sending.</summary>
    private async Task<string> PhaseAsync(CancellationToken ct) => await place.Database.ScalarAsync<string>(
        """
        select coalesce((select case when step = 'fetch' then 'fetch' when read = 0 then 'survey' when step = 'load' then 'load' end
                         from evidence.run where outcome = 'running'), 'idle')
               || case when exists (select 1 from hub.packet where state = 'open') then '+send' else '' end
        """, ct) ?? "";

    private async Task<long> OpenRunsAsync(CancellationToken ct) =>
        await place.Database.ScalarAsync<long>("select count(*) from evidence.run where outcome = 'running'", ct);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"seed {seed}: ") + string.Join(", ", Kills.Select(k => $"{k.Key} {k.Value}"));
}
