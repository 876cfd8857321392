using CreditHub.Worker.Admin;
using CreditHub.Worker.Hosting;

namespace CreditHub.Worker.Jobs;

/// <summary>
/// Looks whether someone edited the configuration. What is sound, and whose database answers, is taken into use by stopping this host:
/// <see cref="Next"/> is what the service starts with again. What has mistakes is told once, and the last good one stays in use.
/// </summary>
internal sealed class ConfigWatch(HubConfig current, SyncQueue queue, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ConfigWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(5);

    private string _seen = "";
    private bool _decided;
    private string _told = "";

    /// <summary>The edited configuration this host stopped for, or null.</summary>
    public HubConfig? Next { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _seen = Look(); // what was edited since it was read is decided by the first round
        while (Next is null)
        {
            await Task.Delay(Pace, time, stoppingToken);
            await LoopBoundary.TryAsync("the watch over the configuration", () => RoundAsync(stoppingToken), logger, stoppingToken);
        }

        logger.ConfigTaken(Next.Snapshot.Digest[..12]);
        lifetime.StopApplication();
    }

    /// <summary>Decides about each state of the files once, when it has stood still for a round: a person may be in the middle of it.</summary>
    private async Task RoundAsync(CancellationToken ct)
    {
        string now = Look();
        if (now != _seen)
        {
            (_seen, _decided) = (now, false);
            return;
        }

        // What callers asked for is remembered by this host only: it is finished first.
        if (!_decided && queue.IsIdle)
        {
            var (config, findings) = HubConfig.TryLoad();
            if (config is null)
            {
                logger.ConfigRefused(findings.Count, findings[0].ToString());
            }
            else if (config.Snapshot.Digest != current.Snapshot.Digest || config.Settings != current.Settings)
            {
                Next = await AnswersAsync(config, ct) ? config : null;
                _decided = Next is not null; // a database that is away says nothing of the edit: asked again
                return;
            }

            _decided = true;
        }
    }

    private async Task<bool> AnswersAsync(HubConfig config, CancellationToken ct)
    {
        try
        {
            await using var trial = await HubConnection.OpenAsync(config.Settings, _ => { }, ct);
            return true;
        }
        catch (NotReachableException away)
        {
            if (away.Message != _told)
            {
                logger.ConfigWaits(away.Message);
                _told = away.Message;
            }

            return false;
        }
    }

    /// <summary>Names, sizes and times of every file.</summary>
    private string Look() => string.Join('\n', new DirectoryInfo(current.Settings.ConfigDirectory).EnumerateFiles("*", SearchOption.AllDirectories)
        .Select(f => FormattableString.Invariant($"{f.FullName} {f.Length} {f.LastWriteTimeUtc.Ticks}")).Order(StringComparer.Ordinal));
}
