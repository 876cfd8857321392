using CreditHub.Testing;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Every platform that is shipped, of every kind, at once: HTTP, front-end tables, packet files, SOAP rows; the worker is killed at each step of a packet,
/// while every platform stands at that step.
/// <c>CREDITHUB_SHIPPED_ROWS</c> sets the penalties (60 unless set).
/// </summary>
public sealed class ShippedPlatformsTests
{
    // In the order a packet passes them; each kill leaves the next one still to come.
    private static readonly string[] Steps =
    [
        "after insert on hub.packet deferrable initially deferred for each row", // inside the commit of the claim: before the first byte
        "before update on hub.attempt for each row", // the platform has acted, its answer is not noted
        "after update on hub.packet deferrable initially deferred for each row when (new.state = 'settled')", // inside the commit of the receipt
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_shipped_platform_gets_what_it_is_owed_once_and_loses_what_is_withdrawn()
    {
        int rows = int.TryParse(Environment.GetEnvironmentVariable("CREDITHUB_SHIPPED_ROWS"), System.Globalization.CultureInfo.InvariantCulture, out int asked) ? asked : 60;
        await using var place = await ShippedPlace.OpenAsync(rows);
        await place.DoneAsync(Ct, "sync", "--all", "--wait");
        Assert.Equal(ShippedPlace.Names.Count, await place.Database.ScalarAsync<long>("select count(distinct platform) from evidence.outbox where state = 'pending'", Ct));

        await KillAtAsync(place, Steps[0]);
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from hub.packet", Ct));
        await DeliverWithKillsAsync(place);

        string[] ids = (await place.Database.ScalarAsync<string[]>(
            "select array_agg(distinct id) from (select min(record_id) as id from evidence.placement where state = 'published' group by platform) x", Ct))!;
        await place.DoneAsync(Ct, ["withdraw", .. Named(ids), "--reason", "REPAIR", "--document", "XF-1", "--all"]);
        await DeliverWithKillsAsync(place);
        await place.DoneAsync(Ct, ["release", .. Named(ids), "--all"]);
        await DeliverKilledInBetweenAsync(place);
        await place.DoneAsync(Ct, ["withdraw", .. Named(ids), "--reason", "REVOKED", "--document", "CX-1", "--all"]);
        await DeliverKilledInBetweenAsync(place);
        var gone = await place.Database.ScalarAsync<string[]>("select array_agg(platform || ' ' || record_id) from evidence.withdrawal where state = 'accepted' and receipt_no is not null", Ct);
        Assert.Equal(ShippedPlace.Names, gone!.Select(g => g[..^65]).Distinct().Order(StringComparer.Ordinal));
        foreach (string[] row in gone!.Select(g => g.Split(' ')))
        {
            Assert.Equal("WITHDRAWN", (await place.HeldAsync(row[0], Ct))[row[1]]);
        }
    }

    private static IEnumerable<string> Named(string[] ids) => ids.SelectMany(id => (string[])["--record", id]);

    /// <summary>What every platform is owed: claimed and not sent, answered and not noted, noted and not committed; then to the end.</summary>
    private static async Task DeliverWithKillsAsync(ShippedPlace place)
    {
        long packets = await PacketsAsync();
        await KillAtAsync(place, Steps[0], sessionOutlivesWorker: true);
        await Eventually.TrueAsync(async () => await PacketsAsync() > packets);
        await KillAtAsync(place, Steps[1]);
        await KillAtAsync(place, Steps[2]);
        await place.DoneAsync(Ct, "deliver", "--wait");
        await AssertAgreedAsync(place);

        Task<long> PacketsAsync() => place.Database.ScalarAsync<long>("select count(*) from hub.packet", Ct);
    }

    /// <summary>Killed while every platform has all bytes and has not answered, then to the end: those who answer at once hang, the front tables hold the insert (whose transactions go on without us).</summary>
    private static async Task DeliverKilledInBetweenAsync(ShippedPlace place)
    {
        int hanging = place.LeastHanging;
        place.Hang(true);
        await using (var gate = await Gate.CloseAsync(place.Front, "before insert on front.dsc_xzcf for each statement"))
        {
            await place.Front.ExecuteAsync("create or replace trigger also before insert on front.l_record for each statement execute function public.wait_at_gate()");
            await using var worker = place.Start("deliver", "--wait");
            await gate.ReachedAsync(worker, 2);
            await Eventually.TrueAsync(() => Task.FromResult(place.LeastHanging > hanging));
            await worker.KillAsync();
        }

        place.Hang(false);
        await place.DoneAsync(Ct, "deliver", "--wait");
        await AssertAgreedAsync(place);
    }

    private static async Task KillAtAsync(ShippedPlace place, string step, bool sessionOutlivesWorker = false)
    {
        int sessions = await place.Database.ScalarAsync<int>("select count(distinct platform)::int from evidence.outbox where state in ('pending', 'sending', 'unknown')", Ct);
        await using var gate = await Gate.CloseAsync(place.Database, step);
        await using var worker = place.Start("deliver", "--wait");
        await gate.ReachedAsync(worker, sessions);
        await worker.KillAsync();
        if (!sessionOutlivesWorker)
        {
            await gate.DesertedAsync();
        }
    }

    /// <summary>Nothing is refused or left, and each platform holds exactly what its receipts say.</summary>
    private static async Task AssertAgreedAsync(ShippedPlace place)
    {
        Assert.Equal("", await place.Database.ScalarAsync<string>(
            "select coalesce(string_agg(distinct concat_ws(' ', platform, dataset, state, code, field, message), E'\\n'), '') from evidence.outbox where state not in ('accepted', 'excluded', 'superseded')", Ct));
        foreach (string name in ShippedPlace.Names)
        {
            string[] books = await place.Database.ScalarAsync<string[]>($"select array_agg(record_id || ' ' || upper(state)) from evidence.placement where platform = '{name}'", Ct) ?? [];
            var held = await place.HeldAsync(name, Ct);
            Assert.True(books.Length > 0, name + " got nothing");
            Assert.Equal((name, string.Join('\n', books.Order(StringComparer.Ordinal))), (name, string.Join('\n', held.Select(h => $"{h.Key} {h.Value}").Order(StringComparer.Ordinal))));
            Assert.Equal((name, 0), (name, await place.DoubledAsync(name, Ct)));
        }
    }
}
