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

    private static async Task<JsonNode> AnswerAsync(CrashPlace place, params string[] words)
    {
        await using var worker = place.Start([.. words, "--json"]);
        await CrashPlace.DoneAsync(worker, Ct);
        return JsonNode.Parse(worker.Answer)!;
    }
}
