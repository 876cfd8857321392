using System.Text.Json.Nodes;
using CreditHub.Testing;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>A configuration that has become stricter, with the real service.</summary>
public sealed class StricterConfigTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mistyped_level_takes_nothing_back_until_a_person_agrees()
    {
        await using var place = await CrashPlace.OpenAsync(twoPlatforms: true);
        int rows = await LoadAsync(place, "a.csv", 60);
        Restrict(place, "政务共享");
        await using var service = place.Start("run");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.retraction", Ct) == 1);
        var told = await AnswerAsync(place, "status");
        Assert.Equal(rows, (int)told["platforms"]!.AsArray().Single(p => (string?)p!["platform"] == "nation")!["retractions"]![0]!["withdrawn"]!);
        Assert.Contains("credithub retract", service.Said, StringComparison.Ordinal);
        Assert.Equal((0, rows), (Withdrawn(place), place.Second.Holdings.Count));

        var agreed = await AnswerAsync(place, "retract", "--platform", "nation", "--dataset", "SGS_XZCF", "--reason", "meant so", "--yes");
        Assert.Equal((rows, rows), ((int)agreed["records"]!, (int)agreed["confirmed"]!));
        await Eventually.TrueAsync(() => Task.FromResult(Withdrawn(place) == rows));
        Assert.All(place.Platform.Holdings.Values, held => Assert.Equal("PUBLISHED", held.State));
        Assert.Equal(["asked", "done"], (await place.Database.ScalarAsync<string[]>("select array_agg(outcome order by seq) from evidence.audit where action = 'retract'", Ct))!);
    }

    [Fact]
    public async Task Of_two_workers_the_one_with_the_newer_files_decides_and_the_other_goes_on_when_it_is_dead()
    {
        await using var place = await CrashPlace.OpenAsync(twoPlatforms: true);
        int rows = await LoadAsync(place, "a.csv", 40);
        var older = place.Start("run");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.lease where name like 'platform:%' and ended is null", Ct) == 2);
        var newer = place.StartWith(Stricter(place), "run");
        await Eventually.TrueAsync(() => Task.FromResult(Withdrawn(place) == rows));
        await Eventually.TrueAsync(() => Task.FromResult(older.Said.Contains("较新的配置", StringComparison.Ordinal)));

        // what is collected under the old files does not leave for the nation, and does for the province
        int more = place.Drop("b.csv", 40, seed: 2).New;
        await place.SyncAsync(Ct);
        await Eventually.TrueAsync(() => Task.FromResult(place.Platform.Holdings.Count == rows + more));
        await newer.KillAsync();
        int last = place.Drop("c.csv", 40, seed: 3).New;
        await place.SyncAsync(Ct);
        long began = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => Task.FromResult((place.Platform.Holdings.Count, place.Second.Holdings.Count) == (rows + more + last, rows + last)));
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, 10, 60); // not before it is certain that nobody is there
        Assert.Equal(rows, Withdrawn(place));
        Assert.Equal((long)rows, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where platform = 'nation' and operation = 'WITHDRAW'", Ct));
    }

    [Fact]
    public async Task Killed_at_random_while_it_takes_back_each_record_is_taken_back_once()
    {
        int seed = Random.Shared.Next(100_000);
        var random = new Random(seed);
        await using var place = await CrashPlace.OpenAsync(maxRecords: 20, twoPlatforms: true);
        int rows = await LoadAsync(place, "a.csv", 300);
        place.Drop("b.csv", 300, changedShare: 0.3);
        await place.SyncAsync(Ct); // some wait with newer content
        string config = Stricter(place);
        for (int kill = 0; kill < 3; kill++)
        {
            await using var worker = place.StartWith(config, "deliver", "--wait");
            await Task.WhenAny(worker.EndAsync(Ct), Task.Delay(random.Next(600, 1_800), Ct));
            await worker.KillAsync();
        }

        await CrashPlace.DoneAsync(place.StartWith(config, "deliver", "--wait"), Ct);
        Assert.True(Withdrawn(place) == rows, $"seed {seed}: {Withdrawn(place)} of {rows}");
        Assert.All(place.Platform.Holdings.Values, held => Assert.Equal("PUBLISHED", held.State));
        Assert.Equal((long)rows, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where platform = 'nation' and operation = 'WITHDRAW' and state = 'accepted'", Ct));
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state in ('pending', 'sending', 'unknown')", Ct));
    }

    private static int Withdrawn(CrashPlace place) => place.Second.Holdings.Values.Count(h => h.State == "WITHDRAWN");

    /// <summary>Collected and at both platforms.</summary>
    private static async Task<int> LoadAsync(CrashPlace place, string file, int lines)
    {
        int rows = place.Drop(file, lines).New;
        await place.SyncAsync(Ct);
        await place.DeliverAsync(Ct);
        return rows;
    }

    /// <summary>The nation's levels as they are read from now on.</summary>
    private static void Restrict(CrashPlace place, string level)
    {
        string nation = Path.Combine(place.Config, "platforms", "nation.json");
        File.WriteAllText(nation, File.ReadAllText(nation).Replace("社会公开", level, StringComparison.Ordinal));
    }

    /// <summary>A copy of the files in which the nation may have nothing, and a person is not asked.</summary>
    private static string Stricter(CrashPlace place)
    {
        string copy = place.Config + "-stricter";
        foreach (string file in Directory.EnumerateFiles(place.Config, "*", SearchOption.AllDirectories))
        {
            string to = Path.Combine(copy, Path.GetRelativePath(place.Config, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }

        string nation = Path.Combine(copy, "platforms", "nation.json");
        File.WriteAllText(nation, File.ReadAllText(nation).Replace("社会公开", "政务共享", StringComparison.Ordinal).Replace("\"maxInFlight\"", "\"maxWithdrawCount\": 100000, \"maxWithdrawShare\": 1, \"maxInFlight\"", StringComparison.Ordinal));
        return copy;
    }

    private static async Task<JsonNode> AnswerAsync(CrashPlace place, params string[] words)
    {
        await using var worker = place.Start([.. words, "--json"]);
        await CrashPlace.DoneAsync(worker, Ct);
        return JsonNode.Parse(worker.Answer)!;
    }
}
