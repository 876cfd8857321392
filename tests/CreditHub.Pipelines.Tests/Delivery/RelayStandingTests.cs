using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Tests.Agreement;
using CreditHub.Pipelines.Tests.Store;
using CreditHub.Testing;

namespace CreditHub.Pipelines.Tests.Delivery;

public sealed class RelayStandingTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 25, 4, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Status_shows_an_open_circuit_with_its_reason_until_the_platform_answers_again()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync([.. Enumerable.Range(0, 30).Select(i => ($"k{i}", "v"))]);
        var platform = new ScriptedPlatform { Always = _ => new DeliveryAnswer(AnswerKind.Transient, 500, OperatorMessage: "the platform is in trouble (500)") };
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        var down = await StatusAsync(books);
        Assert.Equal(("paused", true), (down.Circuit, down.CircuitReason!.Contains("暂时无法连接", StringComparison.Ordinal)));
        Assert.Equal(("TEST", "open", "the platform is in trouble (500)"), (down.Datasets[0].Dataset, down.Datasets[0].Circuit, down.Datasets[0].Reason));

        platform.Always = null;
        await hub.DeliverAsync();
        var up = await StatusAsync(books);
        Assert.Equal(("closed", null, "closed", null), (up.Circuit, up.CircuitReason, up.Datasets[0].Circuit, up.Datasets[0].Reason));
        Assert.True(up.CircuitSince >= down.CircuitSince && up.Datasets[0].Since > down.Datasets[0].Since);
    }

    [Fact]
    public async Task Status_shows_how_large_packets_may_be_and_which_receipts_are_awaited_or_overdue()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync([.. Enumerable.Range(0, 60).Select(i => ($"k{i}", "v"))]);
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.TooLarge, 413));
        await hub.DeliverAsync();
        Assert.Equal(30, (await StatusAsync(books)).Datasets[0].PacketRecords);

        platform.Decide = r => new RecordAnswer(r.Id, r.Version, RecordStatus.Pending, null, null, null);
        await books.StoreAsync(("late", "1"));
        await hub.DeliverAsync();
        Assert.Equal((1L, 0L), (await StatusAsync(books)) is var a ? (a.AwaitedReceipts, a.OverdueReceipts) : default);
        await books.QueryAsync<int>("with sent as (update hub.attempt set sent_at = sent_at - interval '8 days') update hub.packet set next_ask_at = now() where state = 'open' returning 1");
        await hub.DeliverAsync();
        Assert.Equal((0L, 1L), (await StatusAsync(books)) is var b ? (b.AwaitedReceipts, b.OverdueReceipts) : default);
    }

    [Fact]
    public async Task At_a_slow_rate_a_sender_that_comes_and_goes_still_asks_for_its_receipts()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform
        {
            Limits = null, Always = d => new DeliveryAnswer(AnswerKind.Answered, 200, "R1", [new(d.Delivery.Records[0].Id, 1, RecordStatus.Pending, null, null, null)], RetryAfter: TimeSpan.Zero),
        };
        platform.Asks.Enqueue(_ => new DeliveryAnswer(AnswerKind.Answered, 200, "R1", [new(Books.Id("a"), 1, RecordStatus.Accepted, null, null, null)]));
        var hub = new AgreementHub(books, platform, requestsPerMinute: 240);
        for (int i = 0; i < 4; i++)
        {
            await hub.DeliverAsync();
        }

        Assert.Single(platform.Asked);
        Assert.Equal("accepted", await books.ScalarAsync<string>("select state from evidence.outbox"));
    }

    [Fact]
    public async Task Status_shows_the_clock_of_the_oldest_withdrawal_that_is_owed()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await new AgreementHub(books, new ScriptedPlatform()).DeliverAsync();
        Assert.Null((await StatusAsync(books)).WithdrawalClock);
        await books.WithdrawAsync("a");
        foreach (var (minutes, clock) in new[] { (234, "running"), (246, "alarm"), (40 * 60, "breach") })
        {
            var at = s_now.AddMinutes(-minutes).UtcDateTime;
            await books.QueryAsync<int>("update hub.record_version set stored_at = @at where operation = 'W' returning 1", new { at });
            var status = await StatusAsync(books);
            Assert.Equal((1L, at, clock), (status.Withdrawals, status.OldestWithdrawalAt!.Value, status.WithdrawalClock));
        }
    }

    private static async Task<PlatformStatus> StatusAsync(Books books) =>
        (await new StatusReport(books.Source, Books.Snapshot, new TestClock(s_now)).ReadAsync(Ct)).Platforms.Single(p => p.Platform == "one");
}
