using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Effects;

public sealed class ActDeskTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_withdrawal_is_a_version_and_is_confirmed_before_everything_that_waits()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        await RelayAsync(books, platform);
        await books.StoreAsync([.. Enumerable.Range(0, 250).Select(i => ($"k{i}", "v"))]);
        var outcome = await DoAsync(books, "withdraw", "REPAIR", "a");
        Assert.Equal((1, 0, 0), (outcome.Withdrawn, outcome.Published, outcome.Unchanged));

        await RelayAsync(books, platform);
        Assert.Equal((Books.Id("a"), 2), platform.Applied[1]);
        Assert.Equal(["1|PUBLISH||", "2|WITHDRAW|REPAIR|office"], await books.QueryAsync<string>(
            "select concat_ws('|', version, operation, coalesce(reason, ''), coalesce(author, '')) from evidence.version where record_id = @id order by version", Id("a")));
        Assert.Equal(["one|accepted|REPAIR|doc 1|kept|t"], await books.QueryAsync<string>(
            "select concat_ws('|', platform, state, reason, document, clock, confirmed_at is not null and receipt_no is not null) from evidence.withdrawal"));
        Assert.Equal("withdrawn", await books.ScalarAsync<string>("select state from evidence.placement where record_id = @id", Id("a")));
        Assert.Equal(1, await books.ScalarAsync<int>("select withdrawn from evidence.run where connector = 'desk'"));
    }

    [Fact]
    public async Task The_same_row_and_a_changed_one_do_not_bring_a_repaired_record_back()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        var platform = new ScriptedPlatform();
        await RelayAsync(books, platform);
        await DoAsync(books, "withdraw", "REPAIR", "a");
        await books.StoreAsync(("a", "1"), ("b", "1"));
        Assert.Equal("0/0/2", await CountsAsync(books));

        await books.StoreAsync(("a", "2"), ("b", "1"));
        Assert.Equal("0/1/1", await CountsAsync(books));
        await RelayAsync(books, platform);
        Assert.Equal([1, 2], platform.Applied.Where(a => a.Id == Books.Id("a")).Select(a => a.Version));
        Assert.Equal("2|accepted,4|not_held", await books.ScalarAsync<string>("select string_agg(version || '|' || state, ',' order by version) from evidence.withdrawal"));
        Assert.Equal("WITHDRAW", await books.ScalarAsync<string>("select operation from evidence.version where record_id = @id order by version desc limit 1", Id("a")));
        Assert.Equal(["superseded"], await books.QueryAsync<string>("select state from evidence.outbox where record_id = @id and version = 3", Id("a")));
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from hub.outbox"));
        Assert.Equal(["changed|3"], await books.QueryAsync<string>("select disposition || '|' || version from evidence.row where record_id = @id and version > 1", Id("a")));
    }

    [Fact]
    public async Task A_release_publishes_the_newest_content_again()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        await RelayAsync(books, platform);
        await DoAsync(books, "withdraw", "OBJECTION", "a");
        await RelayAsync(books, platform);
        await books.StoreAsync(("a", "2"));
        Assert.Equal(1, (await DoAsync(books, "release", null, "a")).Published);

        await RelayAsync(books, platform);
        Assert.Equal([1, 2, 5], platform.Applied.Select(a => a.Version));
        Assert.Equal("2", await books.ScalarAsync<string>("select content->>'B' from evidence.version order by version desc limit 1"));
        await books.StoreAsync(("a", "2"));
        Assert.Equal("0/0/1", await CountsAsync(books));
        Assert.Equal((0, 0, 1), ((await DoAsync(books, "release", null, "a")) is var o ? (o.Withdrawn, o.Published, o.Unchanged) : default));
    }

    [Fact]
    public async Task A_record_held_twice_is_free_only_when_both_acts_have_ended()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await DoAsync(books, "withdraw", "REPAIR", "a");
        await DoAsync(books, "hold", "OBJECTION", "a");
        Assert.Equal(0, (await DoAsync(books, "release", "OBJECTION", "a")).Published);
        Assert.Equal(1, (await DoAsync(books, "release", "REPAIR", "a")).Published);
        Assert.Equal(["REPAIR", null], await books.QueryAsync<string?>("select reason from evidence.version where version > 1 order by version"));
    }

    [Fact]
    public async Task A_record_that_no_platform_got_is_withdrawn_without_telling_anyone()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await DoAsync(books, "withdraw", "DELETED", "a");
        var platform = new ScriptedPlatform();
        await RelayAsync(books, platform);

        Assert.Empty(platform.Sent);
        Assert.Equal(["superseded|该记录已被撤下"], await books.QueryAsync<string>("select state || '|' || reason from evidence.outbox"));
        Assert.Equal(["|not_held"], await books.QueryAsync<string>("select coalesce(platform, '') || '|' || state from evidence.withdrawal"));
    }

    [Fact]
    public async Task An_older_send_of_unknown_outcome_is_resolved_first_and_the_end_is_withdrawn()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.Unknown));
        platform.Asks.Enqueue(_ =>
        {
            DoAsync(books, "withdraw", "REPAIR", "a").GetAwaiter().GetResult();
            return new DeliveryAnswer(AnswerKind.Unknown);
        });
        await RelayAsync(books, platform);

        Assert.Equal([1, 2], platform.Applied.Select(a => a.Version));
        Assert.Equal(["1|accepted", "2|accepted"], await books.QueryAsync<string>("select version || '|' || state from evidence.outbox order by version"));
    }

    [Fact]
    public async Task A_version_whose_packet_was_cut_after_an_unknown_outcome_is_still_withdrawn()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await books.ScalarAsync<int?>(
            """
            with k as (insert into hub.packet (packet_id, platform_no, dataset_no, epoch, sent_at, versions, body_sha256, state)
                       select gen_random_uuid(), platform_no, dataset_no, 1, now(), array[version_no], '\x00', 'split' from hub.outbox returning packet_no)
            insert into hub.attempt (packet_no, attempt, outcome) select packet_no, 1, 'unknown' from k
            """);
        await DoAsync(books, "withdraw", "REPAIR", "a");
        var platform = new ScriptedPlatform();
        await RelayAsync(books, platform);

        Assert.Equal([2], platform.Applied.Select(a => a.Version));
    }

    [Fact]
    public async Task Withdrawals_and_claims_side_by_side_never_let_a_withdrawn_record_stay_published()
    {
        await using var books = await Books.OpenAsync();
        var keys = Enumerable.Range(0, 400).Select(i => $"k{i}").ToArray();
        await books.StoreAsync([.. keys.Select(k => (k, "v"))]);
        var platform = new ScriptedPlatform();
        var relay = RelayAsync(books, platform);
        foreach (var part in keys.Chunk(20))
        {
            await DoAsync(books, "withdraw", "REPAIR", part);
        }

        await relay;
        await RelayAsync(books, platform);
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from evidence.placement where state = 'published'"));
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from hub.outbox"));
        Assert.Equal(0, await books.ScalarAsync<int>("""
            select count(*) from evidence.outbox o join evidence.withdrawal w using (record_id) where o.operation = 'PUBLISH' and o.first_sent_at > w.stored_at
            """));
        Assert.All(platform.Applied.GroupBy(a => a.Id), g => Assert.Equal(g.OrderBy(a => a.Version), g));
    }

    [Fact]
    public async Task A_record_withdrawn_as_deleted_by_absence_comes_back_with_its_row()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        await books.ScalarAsync<int?>("""
            insert into hub.act (action, reason, record_no, state, run_id, payload_id, line) select 'withdraw', 'DELETED', record_no, 'found', 0, 0, 0 from hub.head;
            update hub.head set operation = 'D'
            """);
        await books.StoreAsync(("a", "1"));
        Assert.Equal("0/1/0", await CountsAsync(books));
        Assert.Equal("PUBLISH", await books.ScalarAsync<string>("select operation from evidence.version where version = 2"));
    }

    private static object Id(string key) => new { id = Books.Id(key).ToString() };

    private static async Task<ActOutcome> DoAsync(Books books, string action, string? reason, params string[] keys) =>
        await new ActDesk(books.Source, Books.Snapshot, books.Effects, TimeProvider.System)
            .DoAsync(new ActRequest(action, reason, [.. keys.Select(k => Books.Id(k).ToString())], "office", "doc 1", null), Ct)
        ?? throw new InvalidOperationException("no such record");

    private static Task<string> CountsAsync(Books books) =>
        books.ScalarAsync<string>("select concat_ws('/', new, changed, unchanged) from evidence.run where connector = 'feed' order by run_id desc limit 1");

    private static Task<RelaySummary> RelayAsync(Books books, ScriptedPlatform platform) =>
        new DeliveryRelay(books.Source, Books.Snapshot, new Registry(books.Source), [platform],
            new HubOptions { DataDirectory = "", ConfigDirectory = "" }, books.Tools)
            .RunAsync("one", untilEmpty: true, null, Ct);
}
