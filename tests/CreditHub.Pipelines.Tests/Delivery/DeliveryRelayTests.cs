using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Delivery;

public sealed class DeliveryRelayTests
{
    private static readonly DeliveryAnswer s_unknown = new(AnswerKind.Unknown);

    [Fact]
    public async Task Everything_owed_arrives_once_and_has_its_receipt()
    {
        await using var books = await BooksOfAsync(250);
        var platform = new ScriptedPlatform();
        var summary = await RelayAsync(books, platform);

        Assert.Equal((250, 0, 0, null), (summary.Accepted, summary.Refused, summary.Pending, summary.PausedReason));
        Assert.Equal([100, 100, 50], platform.Sent.Select(s => s.Records));
        Assert.Equal(250, await books.ScalarAsync<int>("select count(*) from evidence.outbox where state = 'accepted' and receipt_no like 'R%' and first_sent_at <= settled_at"));
        Assert.Equal(250, await books.ScalarAsync<int>("select count(*) from evidence.placement where platform = 'one' and state = 'published'"));
    }

    [Fact]
    public async Task A_refused_record_is_parked_with_the_platforms_words_and_delays_nobody()
    {
        await using var books = await BooksOfAsync(10);
        var platform = new ScriptedPlatform();
        platform.Decide = r => r.Id == Books.Id("k3")
            ? new(r.Id, r.Version, RecordStatus.Rejected, "E1003", "B", "校验位错误")
            : new(r.Id, r.Version, RecordStatus.Accepted, null, null, null);
        var summary = await RelayAsync(books, platform);

        Assert.Equal((9, 1), (summary.Accepted, summary.Refused));
        Assert.Equal(["E1003|B|校验位错误"], await books.QueryAsync<string>("select concat_ws('|', code, field, message) from evidence.outbox where state = 'refused'"));
        Assert.Empty((await RelayAsync(books, platform)).PausedReason ?? "");
        Assert.Single(platform.Sent);
    }

    [Fact]
    public async Task A_lost_answer_is_resolved_by_the_receipt_and_not_sent_again()
    {
        await using var books = await BooksOfAsync(5);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(d => { platform.Take(d); return s_unknown; });
        var summary = await RelayAsync(books, platform);

        Assert.Equal(5, summary.Accepted);
        Assert.Single(platform.Sent);
        Assert.Single(platform.Asked);
        Assert.Equal(["unknown"], await books.QueryAsync<string>("select outcome from evidence.attempt"));
    }

    [Fact]
    public async Task A_packet_that_was_never_received_is_sent_again_with_the_same_id_and_bytes()
    {
        await using var books = await BooksOfAsync(5);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => s_unknown);
        await RelayAsync(books, platform);

        Assert.Equal(2, platform.Sent.Count);
        Assert.Equal(platform.Sent[0], platform.Sent[1]);
        Assert.Equal(5, platform.Applied.Count);
        Assert.Equal(["unknown", "answered"], await books.QueryAsync<string>("select outcome from evidence.attempt order by attempt"));
    }

    [Fact]
    public async Task After_a_death_between_sending_and_the_receipt_nothing_is_doubled()
    {
        await using var books = await BooksOfAsync(5);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(d => { platform.Take(d); throw new InvalidOperationException("the process dies here"); });
        await RelayAsync(books, platform);
        Assert.Equal(["sending"], await books.QueryAsync<string>("select distinct state from evidence.outbox"));

        await RelayAsync(books, platform);
        Assert.Single(platform.Sent);
        Assert.Equal(5, platform.Applied.Count);
        Assert.Equal(["accepted"], await books.QueryAsync<string>("select distinct state from evidence.outbox"));
    }

    [Fact]
    public async Task A_packet_refused_because_of_one_record_is_halved_down_to_the_culprit()
    {
        await using var books = await BooksOfAsync(16);
        var platform = new ScriptedPlatform();
        var culprit = Books.Id("k11");
        for (int i = 0; i < 20; i++)
        {
            platform.Sends.Enqueue(d => d.Delivery.Records.Any(r => r.Id == culprit)
                ? new DeliveryAnswer(AnswerKind.PacketRefused, 400, OperatorMessage: "BAD_PACKET")
                : platform.Take(d));
        }

        var summary = await RelayAsync(books, platform);
        Assert.Equal((15, 1, 0), (summary.Accepted, summary.Refused, summary.Pending));
        Assert.Equal([culprit.ToString()], await books.QueryAsync<string>("select record_id from evidence.outbox where state = 'refused' and code = 'BAD_PACKET'"));
        Assert.Equal(15, platform.Applied.Distinct().Count());
        Assert.Equal(15, platform.Applied.Count);
    }

    [Fact]
    public async Task A_packet_that_is_too_large_goes_on_in_halves_of_the_smaller_size()
    {
        await using var books = await BooksOfAsync(100);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.TooLarge, 413));
        var summary = await RelayAsync(books, platform);

        Assert.Equal(100, summary.Accepted);
        Assert.Equal([100, 50, 50], platform.Sent.Select(s => s.Records));
    }

    [Fact]
    public async Task Later_and_transient_answers_lose_nothing_and_count_nothing_as_failed()
    {
        await using var books = await BooksOfAsync(5);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.Later, 429, RetryAfter: TimeSpan.FromMilliseconds(5)));
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.Transient, 500));
        var summary = await RelayAsync(books, platform);

        Assert.Equal((5, 0), (summary.Accepted, summary.Refused));
        Assert.Single(platform.Sent.Select(s => s.PacketId).Distinct());
        Assert.Equal(["retryable", "retryable", "answered"], await books.QueryAsync<string>("select outcome from evidence.attempt order by attempt"));
    }

    [Fact]
    public async Task A_dataset_the_platform_does_not_take_is_paused_there_and_stays_owed()
    {
        await using var books = await BooksOfAsync(5);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.DatasetRefused, 404, OperatorMessage: "UNKNOWN_DATASET"));
        var summary = await RelayAsync(books, platform);

        Assert.Equal((0, 5), (summary.Accepted, summary.Pending));
        Assert.Equal(["pending:UNKNOWN_DATASET"], await books.QueryAsync<string>("select distinct state || ':' || reason from evidence.outbox"));
        Assert.Equal(5, (await RelayAsync(books, platform)).Accepted); // a person started delivery again
    }

    [Fact]
    public async Task Wrong_credentials_pause_the_platform_with_a_reason()
    {
        await using var books = await BooksOfAsync(5);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.Config, 401, OperatorMessage: "凭据无效"));
        var summary = await RelayAsync(books, platform);

        Assert.Equal((0, 5, "凭据无效"), (summary.Accepted, summary.Pending, summary.PausedReason));
        Assert.Equal("凭据无效", await books.ScalarAsync<string>("select paused_reason from hub.platform where name = 'one'"));
    }

    [Fact]
    public async Task Only_the_newest_of_several_waiting_versions_is_sent()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await books.StoreAsync(("a", "2"));
        await books.StoreAsync(("a", "3"));
        var platform = new ScriptedPlatform();
        var summary = await RelayAsync(books, platform);

        Assert.Equal((2, 2), (summary.Accepted, summary.Superseded));
        Assert.Equal([(Books.Id("a"), 3), (Books.Id("b"), 1)], platform.Applied.OrderByDescending(a => a.Version));
        Assert.Equal(["accepted", "superseded", "superseded"], await books.QueryAsync<string>(
            "select state from evidence.outbox where record_id = @id order by 1", new { id = Books.Id("a").ToString() }));
    }

    [Fact]
    public async Task A_record_with_an_unknown_packet_is_not_sent_again_until_that_is_resolved()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(d => { platform.Take(d); return s_unknown; });
        bool stored = false;
        platform.Asks.Enqueue(_ =>
        {
            books.StoreAsync(("a", "2")).GetAwaiter().GetResult();
            stored = true;
            return s_unknown;
        });
        await RelayAsync(books, platform);

        Assert.True(stored);
        Assert.Equal([1, 2], platform.Applied.Select(a => a.Version));
        Assert.Equal(2, platform.Asked.Count);
    }

    [Fact]
    public async Task Records_told_to_be_pending_wait_for_their_receipt()
    {
        await using var books = await BooksOfAsync(3);
        var platform = new ScriptedPlatform();
        platform.Sends.Enqueue(d => new DeliveryAnswer(AnswerKind.Answered, 202, "R1",
            [.. d.Delivery.Records.Select(r => new RecordAnswer(r.Id, r.Version, RecordStatus.Pending, null, null, null))]));
        var summary = await RelayAsync(books, platform);

        Assert.Equal((0, 3, 0), (summary.Accepted, summary.Pending, summary.Unknown));
        Assert.Equal(["pending|R1"], await books.QueryAsync<string>("select distinct state || '|' || receipt_no from evidence.outbox"));
        Assert.True(await books.ScalarAsync<bool>("select next_ask_at > clock_timestamp() + interval '30 seconds' from hub.packet"));
    }

    [Fact]
    public async Task Two_relays_of_one_platform_never_deliver_together()
    {
        await using var books = await BooksOfAsync(300);
        var platform = new ScriptedPlatform();
        var summaries = await Task.WhenAll(RelayAsync(books, platform), RelayAsync(books, platform));

        Assert.Equal(300, platform.Applied.Distinct().Count());
        Assert.Equal(300, platform.Applied.Count);
        Assert.True(summaries.Sum(s => s.Accepted) == 300);
    }

    private static async Task<Books> BooksOfAsync(int records)
    {
        var books = await Books.OpenAsync();
        await books.StoreAsync([.. Enumerable.Range(0, records).Select(i => ($"k{i}", "v"))]);
        return books;
    }

    private static Task<RelaySummary> RelayAsync(Books books, ScriptedPlatform platform) =>
        new DeliveryRelay(books.Source, Books.Snapshot, new Registry(books.Source), [platform],
            new HubOptions { DataDirectory = "", ConfigDirectory = "" }, books.Tools)
            .RunAsync("one", untilEmpty: true, null, TestContext.Current.CancellationToken);
}
