using static CreditHub.Pipelines.Tests.Effects.EffectHub;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>Ends of publication, by the terms of the shipped catalog (three years for penalties).</summary>
public sealed class ExpiryTests
{
    private const string Old = "示罚字〔2023〕1号";
    private const string Young = "示罚字〔2026〕1号";

    [Fact]
    public async Task A_record_whose_term_ends_is_withdrawn_once_and_the_next_load_leaves_it_so()
    {
        await using var hub = await OpenAsync();
        hub.Today = new DateOnly(2026, 6, 1);
        await hub.StoreAsync("SGS_XZCF", "2019", Decided(Old, "2023/06/10"), Decided(Young, "2026/05/20"));
        await hub.DeliverAsync();
        Assert.Equal(0, await hub.ExpireAsync());

        hub.Today = new DateOnly(2026, 6, 11);
        Assert.Equal(1, await hub.ExpireAsync());
        Assert.Equal(0, await hub.ExpireAsync());
        await hub.StoreAsync("SGS_XZCF", "2019", Decided(Old, "2023/06/10"), Decided(Young, "2026/05/20"));
        await hub.DeliverAsync();
        Assert.Equal("WITHDRAW|EXPIRED", await hub.StandAsync(Old));
        Assert.Equal("PUBLISH", await hub.StandAsync(Young));
        Assert.Equal(["accepted|EXPIRED"], await hub.QueryAsync<string>("select state || '|' || reason from evidence.withdrawal"));
        Assert.Equal(["expiry|1|0"], await hub.QueryAsync<string>("select connector || '|' || withdrawn || '|' || read from evidence.run where withdrawn > 0"));
    }

    [Fact]
    public async Task A_record_that_comes_after_its_term_is_stored_and_never_sent()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Decided(Old, "2023/06/10"));
        await hub.DeliverAsync();
        Assert.Empty(hub.Platform.Applied);
        Assert.Equal("WITHDRAW|EXPIRED", await hub.StandAsync(Old));
        Assert.Equal(["superseded"], await hub.QueryAsync<string>("select state from evidence.outbox"));
    }

    [Fact]
    public async Task A_corrected_date_makes_the_term_longer_and_publishes_again()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Decided(Old, "2023/06/10"));
        await hub.StoreAsync("SGS_XZCF", "2019", Decided(Old, "2024/06/10"));
        await hub.DeliverAsync();
        Assert.Equal("PUBLISH", await hub.StandAsync(Old));
        Assert.Equal([3], hub.Platform.Applied.Select(a => a.Version));
    }

    [Fact]
    public async Task What_a_person_let_go_is_not_ended_again_by_the_same_term()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Decided(Old, "2023/06/10"));
        string id = (await hub.QueryAsync<string>("select record_id from hub.head")).Single();
        await new CreditHub.Pipelines.Effects.ActDesk(hub.Source, Snapshot, hub.Effects, TimeProvider.System)
            .DoAsync(new("release", null, [id], "office", null, null), TestContext.Current.CancellationToken);
        Assert.Equal(0, await hub.ExpireAsync());
        Assert.Equal("PUBLISH", await hub.StandAsync(Old));
    }

    private static Dictionary<string, string> Decided(string number, string day)
    {
        var row = Penalty(number);
        row["CF_JDRQ"] = day;
        return row;
    }
}
