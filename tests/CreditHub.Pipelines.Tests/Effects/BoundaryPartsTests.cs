using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>A pass over more records than one part has: killed in each part, and loosened again when half of it is done.</summary>
public sealed class BoundaryPartsTests
{
    private const int Records = 11_000; // three parts of 5,000
    private const string Out = "startswith(A,'k')";

    [Fact]
    public async Task Killed_in_every_part_each_record_is_taken_back_once_and_no_other()
    {
        await using var hub = await OpenAsync();
        foreach (string condition in (string[])["new.done_to between 1 and 9999", "new.done_to >= 10000", "old.done_to > 0 and new.done_to is null"])
        {
            await hub.DeadlyAsync(condition);
            await Assert.ThrowsAnyAsync<Exception>(() => hub.DeliverAsync(Config(Out)));
            await hub.SafeAsync();
        }

        await hub.DeliverAsync(Config(Out));
        Assert.Equal((Records / 2, Records / 2), await WithdrawnAsync(hub));
        Assert.Equal(["two 1 11000"], await hub.Books.QueryAsync<string>("select platform || ' ' || version || ' ' || count(*) from evidence.placement where platform = 'two' group by platform, version"));
        Assert.Equal("", await hub.DeliverAsync(Config(Out)));
    }

    [Fact]
    public async Task Loosened_after_half_of_it_nothing_more_is_taken_back_and_a_person_can_send_the_rest_again()
    {
        await using var hub = await OpenAsync();
        await HalfAsync(hub, Config(Out));
        Assert.Equal(2_500, (await hub.DeliverAsync(Config())).Split(", ").Count(sent => sent.EndsWith(" EXEMPT", StringComparison.Ordinal))); // what was decided is done
        Assert.Equal("", await hub.DeliverAsync(Config()));
        Assert.Equal((2_500, 2_500), await WithdrawnAsync(hub));
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from hub.boundary where done_to is not null or held_for is not null"));

        Assert.Equal(2_500, await new Resends(hub.Books.Source, Config()).SendAsync(new ResendSelection("one", State: "excluded"), "tester", "", default));
        await hub.DeliverAsync(Config());
        Assert.Equal(Records, await hub.Books.ScalarAsync<int>("select count(*) from evidence.placement where platform = 'one' and state = 'published'"));
    }

    [Fact]
    public async Task A_field_given_back_after_half_of_it_is_not_taken_from_the_other_half()
    {
        await using var hub = await OpenAsync();
        await HalfAsync(hub, Config(null, "B"));
        await hub.DeliverAsync(Config());
        Assert.Equal(5_000, await hub.Books.ScalarAsync<int>("select count(*) from evidence.placement where platform = 'one' and version > 1"));
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from hub.boundary where done_to is not null or held_for is not null or lost <> '{}'"));
        Assert.Equal("", await hub.DeliverAsync(Config()));
    }

    /// <summary>One part is done, its sender dies in the second.</summary>
    private static async Task HalfAsync(BoundaryHub hub, CatalogSnapshot strict)
    {
        await hub.DeadlyAsync("new.done_to >= 10000");
        await Assert.ThrowsAnyAsync<Exception>(() => hub.DeliverAsync(strict));
        await hub.SafeAsync();
    }

    /// <summary>Withdrawals that the books owe <c>one</c> or have told it, and records that changed there.</summary>
    private static async Task<(int Books, int Held)> WithdrawnAsync(BoundaryHub hub) => (
        await hub.Books.ScalarAsync<int>("select count(*) from evidence.outbox where platform = 'one' and operation = 'WITHDRAW'"),
        await hub.Books.ScalarAsync<int>("select count(*) from evidence.placement where platform = 'one' and state = 'withdrawn'"));

    private static async Task<BoundaryHub> OpenAsync()
    {
        var hub = await BoundaryHub.OpenAsync();
        await hub.StoreManyAsync(Enumerable.Range(0, Records).Select(i => $"{(i % 2 == 0 ? 'k' : 'l')}{i}"));
        await hub.DeliverAsync(Config());
        return hub;
    }

    private static CatalogSnapshot Config(string? withhold = null, params string[] omit)
    {
        var config = BoundaryHub.Config(withhold, omit);
        return config with { Platforms = config.Platforms.ToDictionary(p => p.Key, p => p.Value with { WithdrawCount = Records, WithdrawShare = 1 }) };
    }
}
