using CreditHub.Testing;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// kill -9 at every step of collecting and delivering, one after the other on the same file: the books and the platform's log must agree as if
/// nothing had happened. Each of the two ways to die takes every other step; <c>CREDITHUB_CRASH_MATRIX=full</c> lets both take every step.
/// </summary>
public sealed class CrashMatrixTests
{
    private const int Rows = 2_000;

    // In the order a run passes them; each kill leaves the next one still to come.
    private static readonly string[] StepsOfRun =
    [
        "before insert on hub.run for each statement", // nothing begun
        "before insert on hub.payload for each statement", // landed, not in the books
        "before insert on hub.record_version for each statement", // first transaction of the merge
        "before insert on hub.outbox for each statement",
        "after update on hub.run deferrable initially deferred for each row when (new.read = 500)", // inside its commit
        "before update on hub.run for each row when (old.read = 1000)", // merged up to a recorded line
        "before insert on hub.cursor for each statement", // last transaction of the merge
        "before update on hub.run for each row when (new.outcome <> 'running')", // all merged, run not ended
        "before update on hub.payload for each row when (new.settled_at is not null)", // file moved away, not noted
    ];

    private static readonly string[] StepsOfDelivery =
    [
        "before insert on hub.packet for each statement", // before the claim
        "before insert on hub.settlement for each statement", // answered, not noted
        "after update on hub.packet deferrable initially deferred for each row when (new.state = 'settled')", // inside the commit of the receipt
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Killed_at_every_step_nothing_is_lost_and_nothing_doubled(bool sessionOutlivesWorker)
    {
        await using var place = await CrashPlace.OpenAsync(maxRecords: 200);
        var truth = place.Drop("a.csv", Rows);
        foreach (string step in Chosen(StepsOfRun, sessionOutlivesWorker))
        {
            await KillAtAsync(place, place.StartSync, step, sessionOutlivesWorker);
        }

        await place.SyncAsync(Ct);
        Assert.Equal(
            [truth.Read, truth.New, truth.Duplicate, truth.Rejected],
            await place.Database.ScalarAsync<long[]>("select array[sum(read), sum(new), sum(duplicate), sum(rejected)]::bigint[] from evidence.run", Ct) ?? []);
        foreach (string step in Chosen(StepsOfDelivery, !sessionOutlivesWorker))
        {
            await KillAtAsync(place, place.StartDelivery, step, sessionOutlivesWorker);
        }

        await place.DeliverAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(truth.New, place.Platform.Counters.Published);
    }

    [Fact]
    public async Task Killed_while_fetching_it_fetches_again_and_leaves_no_half_file()
    {
        await using var place = await CrashPlace.OpenAsync(chunkSize: 10_000);
        var truth = place.Drop("a.csv", 60_000);
        var worker = place.StartSync();
        await worker.CatchAsync(() => HalfFiles(place).Length > 0);
        await worker.KillAsync();
        Assert.Single(HalfFiles(place));
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.payload", Ct));
        await place.SyncAsync(Ct);
        Assert.Empty(HalfFiles(place));
        Assert.Equal(truth.New, await place.Database.ScalarAsync<long>("select count(*) from evidence.version", Ct));
    }

    [Fact]
    public async Task Killed_after_landing_the_supplier_is_not_asked_again()
    {
        await using var place = await CrashPlace.OpenAsync();
        var truth = place.Drop("a.csv", Rows);
        await using (var reader = await place.Database.Source.OpenConnectionAsync(Ct))
        await using (var transaction = await reader.BeginTransactionAsync(Ct))
        {
            // No merge can look for known records while this is held.
            await using (var command = new Npgsql.NpgsqlCommand("lock table hub.head in access exclusive mode", reader, transaction))
            {
                await command.ExecuteNonQueryAsync(Ct);
            }

            await using var worker = place.StartSync();
            await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.run where step = 'load' and read = 0", Ct) == 1);
            await worker.KillAsync();
        }

        File.Delete(Path.Combine(place.Inbox, "a.csv"));
        await place.FinishAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(truth.New, place.Platform.Counters.Published);
    }

    [Fact]
    public async Task Killed_while_the_platform_holds_its_answer_it_asks_before_it_sends_again()
    {
        await using var place = await CrashPlace.OpenAsync(maxRecords: 200);
        var truth = place.Drop("a.csv", Rows);
        await place.SyncAsync(Ct);
        place.Platform.Faults.Add(new PlatformFault(PlatformFaultKind.HangAfter));
        var worker = place.StartDelivery();
        await Eventually.TrueAsync(() => Task.FromResult(place.Platform.Counters.Packets == 4));
        await worker.KillAsync();
        Assert.Equal(4, await place.Database.ScalarAsync<long>("select count(distinct packet_id) from evidence.outbox where state = 'sending'", Ct));
        place.Platform.Faults.Clear();
        await place.DeliverAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal((truth.New, 0), (place.Platform.Counters.Published, place.Platform.Counters.Repeats));
    }

    [Fact]
    public async Task Killed_when_all_is_done_the_service_does_nothing_more_and_stops_when_asked()
    {
        await using var place = await CrashPlace.OpenAsync(maxRecords: 200);
        place.Drop("a.csv", Rows);
        await place.SyncAsync(Ct);
        var service = place.Start("run");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state <> 'accepted'", Ct) == 0);
        await service.KillAsync();
        int requests = place.Platform.Log.Count;
        service = place.Start("run");
        await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<long>("select count(*) from evidence.lease where name like 'platform:%' and ended is null and epoch = 2", Ct) == 1);
        service.AskToStop();
        Assert.Equal(0, await service.EndAsync(Ct));
        Assert.Equal(requests, place.Platform.Log.Count);
        await place.Judge.AssertSoundAsync(Ct);
    }

    private static IEnumerable<string> Chosen(string[] steps, bool odd) =>
        Environment.GetEnvironmentVariable("CREDITHUB_CRASH_MATRIX") == "full" ? steps : steps.Where((_, i) => i % 2 == (odd ? 1 : 0));

    private static string[] HalfFiles(CrashPlace place) =>
        Directory.Exists(place.Landed) ? Directory.GetFiles(place.Landed, "*.tmp", SearchOption.AllDirectories) : [];

    private static async Task KillAtAsync(CrashPlace place, Func<WorkerProcess> start, string step, bool sessionOutlivesWorker)
    {
        await using var gate = await Gate.CloseAsync(place.Database, step);
        await using var worker = start();
        await gate.ReachedAsync(worker);
        await worker.KillAsync();
        if (!sessionOutlivesWorker)
        {
            await gate.DesertedAsync();
        }
    }
}
