using System.Diagnostics;
using System.Globalization;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// A platform that loses answers, fails, asks for rests, forgets tokens and refuses whole packets, while the worker is killed: every record arrives once.
/// <c>CREDITHUB_FAULT_ROWS</c> (100000 takes some minutes) and <c>CREDITHUB_FAULT_KILLS</c> set the size.
/// </summary>
public sealed class FaultsAndKillsTests(ITestOutputHelper output)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Under_faults_and_kills_each_record_changes_the_platform_once_and_every_refusal_says_why()
    {
        int rows = Setting("CREDITHUB_FAULT_ROWS", 2_000);
        int kills = Setting("CREDITHUB_FAULT_KILLS", 3);
        int seed = Setting("CREDITHUB_CRASH_SEED", Random.Shared.Next(100_000));
        await using var place = await CrashPlace.OpenAsync(chunkSize: Math.Max(500, rows / 10), maxRecords: Math.Clamp(rows / 50, 20, 500), timeoutSeconds: 5);
        place.Platform.Faults
            .Add(new(PlatformFaultKind.BadPacket) { Records = r => r["CF_WSH"]?.EndsWith("777号", StringComparison.Ordinal) == true })
            .Add(new(PlatformFaultKind.LoseAnswer) { Probability = 0.03 })
            .Add(new(PlatformFaultKind.ServerError) { Probability = 0.03 })
            .Add(new(PlatformFaultKind.TooManyRequests) { Probability = 0.01, RetryAfter = "1" })
            .Add(new(PlatformFaultKind.Unauthorized) { Probability = 0.01 })
            .Add(new(PlatformFaultKind.RejectRecords) { Records = r => r["CF_WSH"]?.EndsWith("333号", StringComparison.Ordinal) == true, Code = "E1203", Field = "CF_WSH", Message = "文书号已被占用" });
        var truth = place.Drop("a.csv", rows);
        var loop = new KillLoop(place, seed);
        var time = Stopwatch.StartNew();
        await loop.RunAsync(kills, Ct);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows} rows, {loop}; {time.Elapsed.TotalSeconds:F0} s; {place.Platform.Counters}"));

        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(truth.New, place.Platform.Holdings.Count + await CountAsync(place, "state = 'refused' and code in ('E1203', 'BAD_PACKET') and message <> ''"));
        Assert.Equal(0, await CountAsync(place, "state not in ('accepted', 'refused')"));
        Assert.Equal(place.Platform.Holdings.Count, (int)place.Platform.Counters.Published);
    }

    private static async Task<int> CountAsync(CrashPlace place, string where) =>
        (int)await place.Database.ScalarAsync<long>($"select count(*) from evidence.outbox where {where}", Ct);

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : usual;
}
