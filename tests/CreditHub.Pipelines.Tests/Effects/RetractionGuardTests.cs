using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>A stricter configuration that would take back much waits for a person; what may not leave does not leave meanwhile.</summary>
public sealed class RetractionGuardTests
{
    private const string Out = "startswith(A,'k')";

    /// <summary>The configuration under which one is kept from records, with a limit of two records.</summary>
    private static CatalogSnapshot Config(string? withhold = null, params string[] omit)
    {
        var config = BoundaryHub.Config(withhold, omit);
        return config with { Platforms = config.Platforms.ToDictionary(p => p.Key, p => p.Value with { WithdrawCount = 2 }) };
    }

    [Fact]
    public async Task More_than_the_limit_waits_with_its_numbers_and_begins_when_a_person_agrees()
    {
        await using var hub = await OpenAsync("k1", "k2", "k3");
        await hub.StoreAsync(("k4", "4"), ("k1", "5"), ("free", "6"));
        var strict = Config("not (A == 'free')");

        // what is queued stays back at once, also of records that are out; what may leave does
        Assert.Equal("""one free1 {"A":"free","B":"6"}""", OfOne(await hub.DeliverAsync(strict)));
        Assert.Equal("1 PUBLISH accepted, 2 PUBLISH excluded 不得提供", await hub.BooksOfAsync("one", "k1"));
        var desk = new RetractionDesk(hub.Books.Source);
        Assert.Equal("one TEST 3 0 3 False", string.Join(", ", (await desk.ReadAsync(default)).Select(w => $"{w.Platform} {w.Dataset} {w.Withdrawn} {w.Replaced} {w.HeldThere} {w.Confirmed}")));

        // neither the next sender nor rows that change take anything back meanwhile, and what comes is not sent
        hub.Withheld["k2"] = "不得提供";
        await hub.StoreAsync(("k2", "7"), ("k5", "8"));
        Assert.Equal("", OfOne(await hub.DeliverAsync(strict)));
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from evidence.version where operation = 'WITHDRAW'"));

        // another number is not agreed to; this one is, and begins with the next sender
        Assert.Equal(-1, await desk.ConfirmAsync("one", "TEST", 4, default));
        Assert.Equal("", OfOne(await hub.DeliverAsync(strict)));
        Assert.Equal(3, await desk.ConfirmAsync("one", "TEST", 3, default));
        Assert.True(Assert.Single(await desk.ReadAsync(default)).Confirmed);
        Assert.Equal("one k13 EXEMPT, one k23 EXEMPT, one k32 EXEMPT", Sorted(await hub.DeliverAsync(strict)));
        Assert.Empty(await desk.ReadAsync(default));
        Assert.Equal("", OfOne(await hub.DeliverAsync(strict)));
    }

    [Fact]
    public async Task A_mistake_put_right_takes_nothing_back_but_what_had_to_go_all_the_same()
    {
        await using var hub = await OpenAsync("k1", "k2", "k3");
        await hub.DeliverAsync(Config(Out));
        hub.Withheld["k2"] = "自然人"; // by the right configuration, too
        await hub.StoreAsync(("k2", "7"), ("k4", "8"));
        Assert.Equal("", OfOne(await hub.DeliverAsync(Config(Out))));

        var right = Config("A == 'k2'");
        Assert.Equal("one k23 EXEMPT", OfOne(await hub.DeliverAsync(right)));
        Assert.Empty(await new RetractionDesk(hub.Books.Source).ReadAsync(default));
        Assert.Equal(1, await new Resends(hub.Books.Source, right).SendAsync(new ResendSelection("one", State: "excluded"), "tester", "", default));
        Assert.Equal("""one k41 {"A":"k4","B":"8"}""", OfOne(await hub.DeliverAsync(right)));
    }

    [Fact]
    public async Task Consent_is_to_what_was_counted_and_a_configuration_changed_again_asks_again()
    {
        await using var hub = await OpenAsync("k1", "k2", "k3", "l1");
        await hub.DeliverAsync(Config(Out));
        var desk = new RetractionDesk(hub.Books.Source);
        Assert.Equal(3, await desk.ConfirmAsync("one", "TEST", 3, default));
        var stricter = Config("startswith(A,'k') or A == 'l1'");
        Assert.Equal("", OfOne(await hub.DeliverAsync(stricter)));
        Assert.Equal(4, Assert.Single(await desk.ReadAsync(default)).Withdrawn);
        Assert.Equal(4, await desk.ConfirmAsync("one", "TEST", 4, default));
        Assert.Equal(4, OfOne(await hub.DeliverAsync(stricter)).Split(", ").Length);
    }

    [Fact]
    public async Task Fields_taken_away_are_counted_as_well_and_what_is_queued_leaves_without_them()
    {
        await using var hub = await OpenAsync("k1", "k2", "k3", "k4");
        await hub.StoreAsync(("k1", "5"));
        var strict = Config(null, "B");
        Assert.Equal("""one k12 {"A":"k1"}""", OfOne(await hub.DeliverAsync(strict)));
        Assert.Equal((0L, 3L), Assert.Single(await new RetractionDesk(hub.Books.Source).ReadAsync(default)) is var waiting ? (waiting.Withdrawn, waiting.Replaced) : default);
        Assert.Equal("", OfOne(await hub.DeliverAsync(Config())));
        Assert.Empty(await new RetractionDesk(hub.Books.Source).ReadAsync(default));
    }

    [Fact]
    public async Task A_run_that_meets_a_stricter_configuration_before_any_sender_takes_nothing_back_by_itself()
    {
        await using var hub = await OpenAsync("k1", "k2", "k3");
        var strict = Config(Out);
        await StoreUnderAsync(hub, strict, "k1", "k2", "k3");
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from evidence.version where operation = 'WITHDRAW'"));
        Assert.Equal("1 PUBLISH accepted, 2 PUBLISH excluded 不得提供", await hub.BooksOfAsync("one", "k1"));

        Assert.Equal("", OfOne(await hub.DeliverAsync(strict)));
        var desk = new RetractionDesk(hub.Books.Source);
        Assert.Equal((3L, 3L), Assert.Single(await desk.ReadAsync(default)) is var waiting ? (waiting.Withdrawn, waiting.HeldThere) : default);
        Assert.Equal(3, await desk.ConfirmAsync("one", "TEST", 3, default));
        Assert.Equal("one k13 EXEMPT, one k23 EXEMPT, one k33 EXEMPT", Sorted(await hub.DeliverAsync(strict)));
    }

    [Fact]
    public async Task Within_the_limit_the_sender_that_is_at_work_takes_back_what_its_own_configuration_keeps()
    {
        await using var hub = await OpenAsync("k1", "k2", "k3");
        await hub.DeliverAsync(Config("A == 'k9' or B == 'person'"));
        using var stop = new CancellationTokenSource();
        var serving = hub.ServeAsync(Config("A == 'k9' or B == 'person'"), stop.Token);
        await StoreUnderAsync(hub, Config(Out), "k1", "k2"); // a stricter one, not in force
        await hub.Books.StoreAsync(("k2", "person")); // kept by both
        await CreditHub.Testing.Eventually.TrueAsync(async () => await hub.BooksOfAsync("one", "k2") is var books && books.Contains("WITHDRAW accepted", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Task.WhenAny(serving);
        Assert.Equal("1 PUBLISH accepted, 2 PUBLISH excluded 不得提供", await hub.BooksOfAsync("one", "k1"));
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from hub.boundary where held_for is not null"));
    }

    [Theory]
    [InlineData("held_withdrawn")] [InlineData("rules")] [InlineData("done_to")]
    public async Task Killed_anywhere_the_next_sender_goes_on(string column)
    {
        await using var hub = await OpenAsync("k1", "k2", "k3");
        string trap = $"create function hub.dead() returns trigger language plpgsql as 'begin raise exception sqlstate ''57P01''; end'; create trigger dead before update of {column} on hub.boundary for each row when (new.{column} is distinct from old.{column}) execute function hub.dead(); select 1";
        var strict = Config(Out);
        if (column == "held_withdrawn")
        {
            await hub.Books.ScalarAsync<int>(trap);
            await Assert.ThrowsAnyAsync<Exception>(() => hub.DeliverAsync(strict));
            Assert.Empty(await new RetractionDesk(hub.Books.Source).ReadAsync(default));
            await hub.Books.ScalarAsync<int>("drop trigger dead on hub.boundary; select 1");
            Assert.Equal("", OfOne(await hub.DeliverAsync(strict)));
            Assert.Equal(3, await new RetractionDesk(hub.Books.Source).ConfirmAsync("one", "TEST", 3, default));
        }
        else
        {
            Assert.Equal("", OfOne(await hub.DeliverAsync(strict)));
            Assert.Equal(3, await new RetractionDesk(hub.Books.Source).ConfirmAsync("one", "TEST", 3, default));
            await hub.Books.ScalarAsync<int>(trap);
            await Assert.ThrowsAnyAsync<Exception>(() => hub.DeliverAsync(strict));
            await hub.Books.ScalarAsync<int>("drop trigger dead on hub.boundary; select 1");
        }

        Assert.Equal("one k12 EXEMPT, one k22 EXEMPT, one k32 EXEMPT", Sorted(await hub.DeliverAsync(strict)));
        Assert.Empty(await new RetractionDesk(hub.Books.Source).ReadAsync(default));
    }

    private static async Task<BoundaryHub> OpenAsync(params string[] keys)
    {
        var hub = await BoundaryHub.OpenAsync();
        await hub.StoreAsync([.. keys.Select(key => (key, "1"))]);
        await hub.DeliverAsync(Config());
        return hub;
    }

    /// <summary>Changes rows that the configuration keeps from one, in runs that work under it.</summary>
    private static async Task StoreUnderAsync(BoundaryHub hub, CatalogSnapshot config, params string[] keys)
    {
        var before = hub.Books.Files;
        hub.Books.Files = config;
        foreach (string key in keys)
        {
            hub.Withheld[key] = "不得提供";
        }

        await hub.StoreAsync([.. keys.Select(key => (key, "changed"))]);
        hub.Books.Files = before;
    }

    private static string OfOne(string sent) => string.Join(", ", sent.Split(", ").Where(s => s.StartsWith("one", StringComparison.Ordinal)));

    private static string Sorted(string sent) => string.Join(", ", OfOne(sent).Split(", ").Order(StringComparer.Ordinal));
}
