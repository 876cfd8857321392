using CreditHub.Testing;
using CreditHub.Testing.Platforms;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>Several workers on one database: one effect.</summary>
public sealed class TwoWorkersTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_collectors_and_two_senders_at_once_have_one_effect()
    {
        await using var place = await CrashPlace.OpenAsync(maxRecords: 100);
        var truth = place.Drop("a.csv", 4_000);
        WorkerProcess[] workers = [place.StartSync(), place.StartSync(), place.StartDelivery(), place.StartDelivery()];
        foreach (var worker in workers)
        {
            await CrashPlace.DoneAsync(worker, Ct);
        }

        await place.DeliverAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal((long)truth.New, place.Platform.Counters.Published);
        Assert.Equal(1, await place.Database.ScalarAsync<long>("select count(*) from evidence.payload", Ct));
    }

    [Fact]
    public async Task A_successor_waits_while_the_session_of_the_killed_worker_is_still_writing()
    {
        await using var place = await CrashPlace.OpenAsync();
        var truth = place.Drop("a.csv", 2_000);
        WorkerProcess successor;
        IReadOnlyList<int> sessions = [];
        await using (var gate = await Gate.CloseAsync(place.Database, "before insert on hub.head for each statement"))
        {
            var worker = place.StartSync();
            await gate.ReachedAsync(worker);
            await Eventually.TrueAsync(async () => (sessions = await gate.SessionsAsync()).Count == 2); // two chunks are written at a time
            foreach (int session in sessions)
            {
                WorkerProcess.Freeze(session); // the server does not notice the death: its session stands still in the transaction
            }

            await worker.KillAsync();
            successor = place.StartSync();
            await Eventually.TrueAsync(async () => await place.Database.ScalarAsync<bool>(
                $"select exists (select 1 from pg_stat_activity where pg_blocking_pids(pid) && array[{string.Join(',', sessions)}])", Ct));
        }

        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.version", Ct));
        foreach (int session in sessions)
        {
            WorkerProcess.Thaw(session);
        }

        await CrashPlace.DoneAsync(successor, Ct);
        await place.DeliverAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(truth.New, place.Platform.Counters.Published);
    }

    [Fact]
    public async Task A_worker_asked_to_stop_in_the_middle_ends_cleanly_and_another_goes_on()
    {
        await using var place = await CrashPlace.OpenAsync(maxRecords: 50);
        place.Platform.Faults.Add(new(PlatformFaultKind.Delay) { Delay = TimeSpan.FromMilliseconds(200) });
        var truth = place.Drop("a.csv", 4_000);
        await place.SyncAsync(Ct);
        var service = place.Start("run");
        await Eventually.TrueAsync(() => Task.FromResult(place.Platform.Counters.Packets > 3));
        long asked = TimeProvider.System.GetTimestamp();
        service.AskToStop();
        Assert.Equal(0, await service.EndAsync(Ct));
        Assert.InRange(TimeProvider.System.GetElapsedTime(asked).TotalSeconds, 0, 25);
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.lease where ended is distinct from 'released'", Ct));
        Assert.NotEqual(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state = 'pending'", Ct));
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from evidence.outbox where state in ('sending', 'unknown')", Ct));
        place.Platform.Faults.Clear();
        await place.DeliverAsync(Ct);
        await place.Judge.AssertSoundAsync(Ct);
        Assert.Equal(truth.New, place.Platform.Counters.Published);
    }
}
