using System.Diagnostics;
using System.Globalization;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// One of two platforms is away for a whole delivery, then comes back. It counts requests of the last minute strictly and refuses what is too much.
/// <c>CREDITHUB_DRAIN_ROWS</c> sets the records (1,200 unless set), <c>CREDITHUB_DRAIN_RATE</c> the requests a minute that it allows (2,400 unless set).
/// </summary>
public sealed class BacklogTests(ITestOutputHelper output)
{
    private const double Patience = 1; // the longest wait between tries that this place is configured with

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_platform_that_is_away_delays_no_other_and_drains_at_nine_tenths_of_what_it_allows_once_it_is_back()
    {
        int rows = Setting("CREDITHUB_DRAIN_ROWS", 1_200), perMinute = Setting("CREDITHUB_DRAIN_RATE", 2_400);
        await using var place = await CrashPlace.OpenAsync(maxRecords: Math.Clamp(rows / 60, 10, 500), twoPlatforms: true, requestsPerMinute: perMinute);
        place.Drop("both.csv", rows);
        await place.SyncAsync(Ct);
        await using (var service = place.Start("run"))
        {
            await PassedAsync(() => place.Second.Counters.Published == place.Dropped[0].Truth.New);
            await service.KillAsync();
        }

        var bothUp = Span(place.Second, 0);
        var truth = place.Drop("away.csv", rows, seed: 2);
        await place.SyncAsync(Ct);
        int before = place.Second.Log.Count, back = 0;
        long goal = place.Dropped.Sum(d => (long)d.Truth.New);
        WorkerProcess worker = null!;
        await place.RestartAsync(CrashPlace.PlatformName, async () =>
        {
            worker = place.Start("run");
            await PassedAsync(() => place.Second.Counters.Published == goal);
            back = place.Platform.Log.Count;
        });
        var returned = Stopwatch.StartNew();
        await PassedAsync(() => place.Platform.Counters.Published == goal);
        var drained = returned.Elapsed;

        var oneUp = Span(place.Second, before);
        var packets = Packets(place.Platform, back);
        double allowed = (packets.Count - 1) / (perMinute / 60.0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{truth.New} records; other platform {bothUp.TotalSeconds:F2} s with both up, {oneUp.TotalSeconds:F2} s with one; drained {drained.TotalSeconds:F2} s after the return, {packets.Count} packets, allowed {allowed:F2} s, {allowed / drained.TotalSeconds:P0}, {allowed / Span(place.Platform, back).TotalSeconds:P0} from first to last"));
        Assert.True(oneUp <= (1.5 * bothUp) + TimeSpan.FromSeconds(2), $"{bothUp} with both up, {oneUp} with one");
        Assert.DoesNotContain(packets, p => p.Status == 429);
        Assert.True(allowed >= 0.9 * (drained.TotalSeconds - Patience), $"{packets.Count} packets took {drained}, allowed are {allowed} s");
        await PassedAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from hub.outbox", Ct) == 0);
        await worker.KillAsync();
        await place.Judge.AssertSoundAsync(Ct);
    }

    /// <summary>From the first packet after so many lines of its log to the last.</summary>
    private static TimeSpan Span(FakePlatform platform, int skip) => Packets(platform, skip) is var packets ? packets[^1].At - packets[0].At : default;

    private static List<PlatformRequest> Packets(FakePlatform platform, int skip) => [.. platform.Log.Skip(skip).Where(l => l.Records > 0)];

    private static async Task PassedAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(10, Ct);
        }
    }

    private static Task PassedAsync(Func<bool> condition) => PassedAsync(() => Task.FromResult(condition()));

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : usual;
}
