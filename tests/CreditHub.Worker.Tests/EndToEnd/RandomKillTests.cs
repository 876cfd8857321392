using System.Diagnostics;
using System.Globalization;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Twenty kills at random moments. <c>CREDITHUB_CRASH_ROWS</c> sets the rows of a file (100000 takes some minutes), <c>CREDITHUB_CRASH_SEED</c>
/// repeats a run that failed.
/// </summary>
public sealed class RandomKillTests(ITestOutputHelper output)
{
    private const int Kills = 20;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_twenty_times_the_books_are_those_of_a_quiet_run()
    {
        int rows = Setting("CREDITHUB_CRASH_ROWS", 3_000);
        int seed = Setting("CREDITHUB_CRASH_SEED", Random.Shared.Next(100_000));
        output.WriteLine($"CREDITHUB_CRASH_ROWS={rows} CREDITHUB_CRASH_SEED={seed}");
        await using var place = await CrashPlace.OpenAsync(chunkSize: rows / 10, maxRecords: Math.Min(500, rows / 50));
        var loop = new KillLoop(place, seed);
        foreach (var drop in Files(place, rows))
        {
            loop.Later(drop);
        }

        var time = Stopwatch.StartNew();
        await loop.RunAsync(Kills, Ct);
        output.WriteLine($"{loop}; {time.Elapsed.TotalSeconds:F0} s");
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(place.Dropped.Sum(d => (long)d.Truth.Read), await place.Database.ScalarAsync<long>("select sum(read)::bigint from evidence.run", Ct));

        await using var quiet = await CrashPlace.OpenAsync(chunkSize: rows / 10, maxRecords: Math.Min(500, rows / 50));
        foreach (var drop in Files(quiet, rows))
        {
            drop();
            await quiet.SyncAsync(Ct);
        }

        Assert.Equal(await quiet.Judge.DigestAsync(Ct), await place.Judge.DigestAsync(Ct));
        Assert.Equal(
            (await quiet.Database.ScalarAsync<long>("select count(distinct record_id) from evidence.version", Ct)),
            place.Platform.Holdings.Count);
    }

    private static Action[] Files(CrashPlace place, int rows) =>
    [
        () => place.Drop("1.csv", rows),
        () => place.Drop("2.csv", rows, changedShare: 0.05),
        () => place.Drop("3.csv", rows, seed: 2),
    ];

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : usual;
}
