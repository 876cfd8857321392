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

        int all = ShippedPlace.Names.Count;
        await KillAtAsync(place, place.Database, Steps[0], all);
        Assert.Equal(0, await place.Database.ScalarAsync<long>("select count(*) from hub.packet", Ct));
        await KillAtAsync(place, place.Front, "before insert on front.dsc_xzcf for each statement", 1, "county-changge"); // its transaction goes on without us
        await KillAtAsync(place, place.Database, Steps[1], all - 1);
        await KillAtAsync(place, place.Database, Steps[2], all - 1);
        await place.DoneAsync(Ct, "deliver", "--wait");
        await AssertAgreedAsync(place);

        string id = (await place.Database.ScalarAsync<string>(
            "select record_id from evidence.placement where state = 'published' group by 1 order by count(*) filter (where platform = 'enterprise-publicity') desc, count(*) desc, 1 limit 1", Ct))!;
        await place.DoneAsync(Ct, "withdraw", "--record", id, "--reason", "REPAIR", "--document", "XF-1");
        await place.DoneAsync(Ct, "deliver", "--wait");
        await AssertAgreedAsync(place);
        var gone = await place.Database.ScalarAsync<string[]>($"select array_agg(platform order by platform) from evidence.withdrawal where record_id = '{id}' and state = 'accepted' and receipt_no is not null", Ct);
        Assert.True(gone!.Length >= 5, string.Join(' ', gone));
        foreach (string name in gone)
        {
            Assert.Equal("WITHDRAWN", (await place.HeldAsync(name, Ct))[id]);
        }
    }

    private static async Task KillAtAsync(ShippedPlace place, TestDatabase where, string step, int sessions, params string[] platforms)
    {
        await using var gate = await Gate.CloseAsync(where, step);
        await using var worker = place.Start(["deliver", .. platforms, "--wait"]);
        await gate.ReachedAsync(worker, sessions);
        await worker.KillAsync();
        if (where == place.Database)
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
