using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Agreement;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Delivery;

/// <summary>One slow or broken thing delays no other, and what must go first goes first.</summary>
public sealed class RelayFairnessTests
{
    private static readonly DeliveryAnswer s_trouble = new(AnswerKind.Transient, 500);

    [Fact]
    public async Task A_dataset_that_always_fails_delays_no_other_and_recovers_by_itself()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreOtherAsync(Rows("o", 500));
        await books.StoreAsync(Rows("k", 500));
        var platform = new ScriptedPlatform { Always = d => d.Delivery.Dataset == "OTHER" ? s_trouble : null };
        var hub = new AgreementHub(books, platform);
        var summary = await hub.DeliverAsync();
        Assert.Equal((500L, 500L), (summary.Accepted, summary.Pending));
        Assert.InRange(platform.Packets.Count(p => p.Dataset == "OTHER"), 3, 200); // not asked in a circle; a slow machine has time for more

        platform.Always = null;
        Assert.Equal(500, (await hub.DeliverAsync()).Accepted);
        Assert.Equal(1000, platform.Applied.Distinct().Count());
        Assert.Equal(1000, platform.Applied.Count);
    }

    [Fact]
    public async Task A_record_that_breaks_the_platform_is_found_and_left_to_a_person_while_all_others_go_through()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(Rows("k", 300));
        var poison = Books.Id("k11");
        var platform = new ScriptedPlatform { Always = d => d.Delivery.Records.Any(r => r.Id == poison) ? s_trouble : null };
        var hub = new AgreementHub(books, platform);
        for (int i = 0; i < 20 && await books.ScalarAsync<int>("select count(*) from hub.outbox") > 0; i++)
        {
            await hub.DeliverAsync();
            await books.StoreAsync(($"new{i}", "others keep coming"));
        }

        await hub.DeliverAsync();
        Assert.Equal([poison.ToString()], await books.QueryAsync<string>("select record_id from evidence.outbox where state <> 'accepted'"));
        Assert.Equal(["parked"], await books.QueryAsync<string>("select state from evidence.outbox where reason like '%人工核实%'"));
        Assert.Equal(platform.Applied.Count, platform.Applied.Distinct().Count());
    }

    [Fact]
    public async Task A_withdrawal_overtakes_everything_that_is_not_under_way_already()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("first", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        await books.StoreAsync(Rows("k", 5_000));
        int at = 0;
        platform.Before = async () =>
        {
            if (platform.Packets.Count == 4)
            {
                await books.WithdrawAsync("first");
                at = platform.Packets.Count;
            }
        };
        await hub.DeliverAsync();

        int arrived = platform.Packets.FindIndex(p => p.Records.Any(r => r.Operation == Operation.Withdraw));
        Assert.InRange(arrived - at, 0, 9); // four under way, and those whose claim had been made
        Assert.Equal([(Books.Id("first"), 2, Operation.Withdraw)], platform.Packets[arrived].Records);
    }

    [Fact]
    public async Task A_version_that_was_read_ahead_is_not_sent_once_a_newer_one_is_stored()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(Rows("k", 700));
        var platform = new ScriptedPlatform();
        var stored = new Lazy<Task>(() => books.StoreAsync(("k690", "newer")));
        platform.Before = () => stored.Value; // everybody waits for it
        var summary = await new AgreementHub(books, platform).DeliverAsync();

        Assert.Equal((700L, 1L), (summary.Accepted, summary.Superseded));
        Assert.Equal([2], platform.Applied.Where(a => a.Id == Books.Id("k690")).Select(a => a.Version));
    }

    [Fact]
    public async Task The_budget_of_requests_outlives_the_relay_that_used_it()
    {
        await using var books = await Books.OpenAsync();
        var platform = new ScriptedPlatform { Limits = new(1, 1 << 20, 600, 4) };
        var hub = new AgreementHub(books, platform);
        long began = TimeProvider.System.GetTimestamp();
        for (int run = 0; run < 3; run++)
        {
            await books.StoreAsync(Rows($"r{run}-", 8));
            await hub.DeliverAsync();
        }

        // 24 packets and the questions about limits at 10 a second, of which 6 may be saved up
        Assert.InRange(TimeProvider.System.GetElapsedTime(began).TotalSeconds, (24 - 7) / 10.0, 60);
        Assert.True(await books.ScalarAsync<bool>("select next_at > clock_timestamp() - interval '1 second' from hub.request_budget"));
    }

    [Fact]
    public async Task A_token_that_ended_early_costs_an_attempt_of_its_own_and_a_second_time_needs_a_person()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.TokenEnded, 401));
        var hub = new AgreementHub(books, platform);
        Assert.Equal(1, (await hub.DeliverAsync()).Accepted);
        Assert.Equal(["retryable 401", "answered 200"], await books.QueryAsync<string>("select concat_ws(' ', outcome, http_status) from evidence.attempt order by attempt"));

        await books.StoreAsync(("b", "1"));
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.TokenEnded, 401));
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.TokenEnded, 401, OperatorMessage: "凭据无效"));
        Assert.Equal("凭据无效", (await hub.DeliverAsync()).PausedReason);
    }

    private static (string, string)[] Rows(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => ($"{prefix}{i}", "v"))];
}
