using System.Diagnostics;
using System.Globalization;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Two platforms that lose answers, fail, ask for rests, forget tokens, refuse whole packets and restart, while the worker is killed: every record
/// arrives once, in order, and in the end all is as after a quiet run. <c>CREDITHUB_FAULT_ROWS</c> (100000 takes some minutes) and
/// <c>CREDITHUB_FAULT_KILLS</c> set the size.
/// </summary>
public sealed class FaultsAndKillsTests(ITestOutputHelper output)
{
    // Those that hang on one record can miss it while a platform restarts: what became of the records is compared anyway.
    private static readonly PlatformFaultKind[] s_played =
        [PlatformFaultKind.LoseAnswer, PlatformFaultKind.ServerError, PlatformFaultKind.TooManyRequests, PlatformFaultKind.Unauthorized];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_faults_and_kills_each_record_changes_each_platform_once_in_order_and_every_refusal_says_why()
    {
        int rows = Setting("CREDITHUB_FAULT_ROWS", 2_000);
        int kills = Setting("CREDITHUB_FAULT_KILLS", 3);
        int seed = Setting("CREDITHUB_CRASH_SEED", Random.Shared.Next(100_000));
        await using var place = await OpenAsync(rows);
        PlayAll(place.Platform, place.Second);
        var truth = place.Drop("1.csv", rows);
        var loop = new KillLoop(place, seed, "send", "load", "any")
        {
            Before = i => i == kills / 3 ? RestartAsync(place, CrashPlace.PlatformName) : i == 2 * kills / 3 ? RestartAsync(place, CrashPlace.SecondName) : Task.CompletedTask,
        };
        loop.Later(() => place.Drop("2.csv", rows, changedShare: 0.05));
        var time = Stopwatch.StartNew();
        await loop.RunAsync(kills, Ct);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {loop}; {time.Elapsed.TotalSeconds:F0} s"));
        await place.Judge.AssertSoundAsync(Ct);

        await using var quiet = await OpenAsync(rows);
        quiet.Drop("1.csv", rows);
        await quiet.SyncAsync(Ct);
        quiet.Drop("2.csv", rows, changedShare: 0.05);
        await quiet.FinishAsync(Ct);
        Assert.Equal(await quiet.Judge.DigestAsync(Ct), await place.Judge.DigestAsync(Ct));
        foreach (var (name, platform) in place.Platforms)
        {
            output.WriteLine($"{name}: {platform.Counters}, {string.Join(' ', Played(platform).Select(f => $"{f.Key} {f.Count()}"))}, tokens {platform.TokensGiven}");
            Assert.Empty(s_played.Select(f => f.ToString()).Except(Played(platform).Select(f => f.Key!)));
            string[] refused = await place.Database.ScalarAsync<string[]>(
                $"select array_agg(distinct record_id) from evidence.outbox where platform = '{name}' and state = 'refused' and code in ('E1203', 'BAD_PACKET') and message <> ''", Ct) ?? [];
            Assert.Equal(truth.New, platform.Holdings.Count + refused.Length);
            Assert.Equal(quiet.Platforms[name].Holdings.ExceptBy(refused, h => h.Key).ToDictionary(), platform.Holdings);
        }

        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state not in ('accepted', 'refused', 'superseded')", Ct));
    }

    private static Task<CrashPlace> OpenAsync(int rows) =>
        CrashPlace.OpenAsync(chunkSize: Math.Max(500, rows / 10), maxRecords: Math.Clamp(rows / 50, 20, 500), timeoutSeconds: 5, twoPlatforms: true);

    /// <summary>Rates are those of every packet; each fault is played once in any case.</summary>
    private static void PlayAll(params FakePlatform[] platforms)
    {
        foreach (var platform in platforms)
        {
            platform.Faults
                .Add(new(PlatformFaultKind.BadPacket) { Records = r => Ends(r, "777号") })
                .Add(new(PlatformFaultKind.LoseAnswer) { Times = 1, Skip = 1 })
                .Add(new(PlatformFaultKind.ServerError) { Times = 1, Skip = 1 })
                .Add(new(PlatformFaultKind.TooManyRequests) { Times = 1, Skip = 1, RetryAfter = "1" })
                .Add(new(PlatformFaultKind.Unauthorized) { Times = 1, Skip = 1 })
                .Add(new(PlatformFaultKind.LoseAnswer) { Probability = 0.03 })
                .Add(new(PlatformFaultKind.ServerError) { Probability = 0.03 })
                .Add(new(PlatformFaultKind.TooManyRequests) { Probability = 0.01, RetryAfter = "1" })
                .Add(new(PlatformFaultKind.RejectRecords) { Records = r => Ends(r, "333号"), Code = "E1203", Field = "CF_WSH", Message = "文书号已被占用" });
        }
    }

    /// <summary>Away for a moment, and its tokens are forgotten.</summary>
    private static async Task RestartAsync(CrashPlace place, string name) =>
        PlayAll(await place.RestartAsync(name, () => Task.Delay(300, Ct)));

    private static IEnumerable<IGrouping<string?, PlatformRequest>> Played(FakePlatform platform) =>
        platform.Log.Where(l => l.Fault is not null).GroupBy(l => l.Fault).OrderBy(f => f.Key, StringComparer.Ordinal);

    private static bool Ends(PlatformRecord record, string tail) => record["CF_WSH"]?.EndsWith(tail, StringComparison.Ordinal) == true;

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : usual;
}
