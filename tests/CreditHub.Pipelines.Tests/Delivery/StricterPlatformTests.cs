using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Tests.Agreement;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Delivery;

/// <summary>Platforms that keep within the protocol and still make it hard.</summary>
public sealed class StricterPlatformTests
{
    private readonly ScriptedPlatform _platform = new();

    [Fact]
    public async Task Limits_that_shrink_while_packets_go_out_cost_some_requests_and_no_record()
    {
        await using var books = await BooksOfAsync(1_000);
        int under = 0, tooMany = 0, tooLarge = 0;
        _platform.Always = d =>
        {
            var limits = _platform.Limits!;
            return d.Delivery.Records.Count > limits.MaxRecords ? Counted(ref tooLarge, new(AnswerKind.TooLarge, 413))
                : Volatile.Read(ref under) > limits.MaxInFlight ? Counted(ref tooMany, new(AnswerKind.Later, 429, RetryAfter: TimeSpan.FromMilliseconds(20))) : null;
        };
        _platform.Before = async () =>
        {
            _platform.Limits = _platform.Packets.Count > 3 ? new(7, 1 << 20, 600_000, 1) : _platform.Limits;
            Interlocked.Increment(ref under);
            await Task.Delay(3);
            _ = Task.Delay(1).ContinueWith(_ => Interlocked.Decrement(ref under), TaskScheduler.Default);
        };

        var summary = await DeliverAsync(books);

        Assert.Equal((1_000L, 0L, null), (summary.Accepted, summary.Refused, summary.PausedReason));
        Assert.Equal(1_000, _platform.Applied.Distinct().Count());
        Assert.Equal(1_000, _platform.Applied.Count);
        Assert.InRange(tooLarge, 1, 40);
        Assert.InRange(tooMany, 0, 100);
        Assert.All(_platform.Packets.TakeLast(60), p => Assert.InRange(p.Records.Count, 1, 7));

        DeliveryAnswer Counted(ref int count, DeliveryAnswer answer)
        {
            Interlocked.Increment(ref count);
            return answer;
        }
    }

    [Fact]
    public async Task Where_everything_is_too_large_for_a_while_no_record_is_refused_for_its_size()
    {
        await using var books = await BooksOfAsync(300);
        Assert.Equal(300, (await DeliverAsync(books)).Accepted);
        await books.StoreAsync([.. Enumerable.Range(0, 4).Select(i => ($"later{i}", "v"))]);
        int left = 10;
        _platform.Always = _ => left-- > 0 ? new DeliveryAnswer(AnswerKind.TooLarge, 413) : null; // a proxy's limit, set wrongly for a while

        await DeliverAsync(books);
        Assert.Equal(["accepted"], await books.QueryAsync<string>("select distinct state from evidence.outbox"));
    }

    [Fact]
    public async Task A_record_that_is_too_large_alone_is_refused_while_others_go_through()
    {
        await using var books = await BooksOfAsync(50);
        var large = Books.Id("k7");
        _platform.Always = d => d.Delivery.Records.Any(r => r.Id == large) ? new DeliveryAnswer(AnswerKind.TooLarge, 413, OperatorMessage: "the packet is too large (413)") : null;

        Assert.Equal((49L, 1L), (await DeliverAsync(books)) is var summary ? (summary.Accepted, summary.Refused) : default);
        Assert.Equal(["TOO_LARGE the packet is too large (413)"], await books.QueryAsync<string>("select code || ' ' || message from evidence.outbox where state = 'refused'"));
        Assert.Equal(49, _platform.Applied.Count);
    }

    [Fact]
    public async Task A_question_about_limits_that_is_not_answered_holds_nothing_back_and_counts_when_it_is()
    {
        await using var books = await BooksOfAsync(500);
        var answered = new TaskCompletionSource();
        _platform.BeforeLimits = answered.Task;
        _platform.Limits = new(9, 1 << 20, 600_000, 4);
        _platform.Before = () =>
        {
            if (_platform.Packets.Count == 3)
            {
                answered.SetResult();
            }

            return Task.CompletedTask;
        };

        Assert.Equal(500, (await DeliverAsync(books)).Accepted);
        Assert.Equal(100, _platform.Packets[0].Records.Count); // as configured
        Assert.Equal(9, _platform.Packets[^2].Records.Count);
    }

    [Fact]
    public async Task A_rest_of_no_time_is_no_invitation_to_hurry()
    {
        await using var books = await BooksOfAsync(300);
        long began = TimeProvider.System.GetTimestamp();
        _platform.Always = _ => TimeProvider.System.GetElapsedTime(began).TotalSeconds < 1 ? new DeliveryAnswer(AnswerKind.Later, 429, RetryAfter: TimeSpan.Zero) : null;

        Assert.Equal(300, (await new AgreementHub(books, _platform, retrySeconds: 0.2, retryCapSeconds: 1).DeliverAsync()).Accepted);
        Assert.InRange(_platform.Sent.Count, 4, 30); // 3 packets, and what was under way at each try
    }

    [Fact]
    public async Task A_packet_that_was_taken_for_later_and_then_forgotten_is_sent_again_as_it_was()
    {
        await using var books = await BooksOfAsync(5);
        _platform.Sends.Enqueue(d => new DeliveryAnswer(AnswerKind.Answered, 200, "R0", [.. d.Delivery.Records.Select((r, i) =>
            new RecordAnswer(r.Id, r.Version, i == 0 ? RecordStatus.Accepted : RecordStatus.Pending, null, null, null))]));
        Assert.Equal((1L, 4L), (await DeliverAsync(books)) is var first ? (first.Accepted, first.Pending) : default);
        await books.QueryAsync<int>("update hub.packet set next_ask_at = now() returning 1");

        Assert.Equal(4, (await DeliverAsync(books)).Accepted);
        Assert.Equal(2, _platform.Sent.Count);
        Assert.Equal(_platform.Sent[0], _platform.Sent[1]);
        Assert.Equal([5], await books.QueryAsync<long>("select count(*) from evidence.outbox where state = 'accepted'"));
    }

    [Fact]
    public async Task A_decision_awaited_after_long_trouble_is_asked_for_after_a_minute()
    {
        await using var books = await BooksOfAsync(2);
        _platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.Unknown));
        for (int i = 0; i < 8; i++)
        {
            _platform.Asks.Enqueue(_ => new DeliveryAnswer(AnswerKind.Unknown));
        }

        _platform.Asks.Enqueue(_ => new DeliveryAnswer(AnswerKind.Answered, 200, "R1",
            [.. Enumerable.Range(0, 2).Select(i => new RecordAnswer(Books.Id($"k{i}"), 1, RecordStatus.Pending, null, null, null))]));
        for (int i = 0; i < 10 && await books.ScalarAsync<string>("select max(receipt_no) from hub.packet") is null; i++)
        {
            await DeliverAsync(books);
        }

        Assert.True(await books.ScalarAsync<bool>("select next_ask_at between now() + interval '30 seconds' and now() + interval '61 seconds' from hub.packet"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_about_other_versions_or_with_results_missing_settles_only_what_it_says(bool foreign)
    {
        await using var books = await BooksOfAsync(6);
        _platform.Sends.Enqueue(d =>
        {
            var whole = _platform.Take(d);
            return whole with
            {
                Results = [.. whole.Results!.Take(2), .. whole.Results!.Take(2), .. foreign ? whole.Results!.Skip(2).Select(r => r with { Version = 9 }) : [], new RecordAnswer(Books.Id("never sent"), 1, RecordStatus.Rejected, "E1", null, "?")],
            };
        });

        var summary = await DeliverAsync(books);

        Assert.Equal((6L, 0L), (summary.Accepted, summary.Refused));
        Assert.Single(_platform.Sent);
        Assert.Single(_platform.Asked);
        Assert.Equal(6, _platform.Applied.Count);
    }

    [Fact]
    public async Task A_receipt_number_of_another_packet_proves_nothing_until_the_platform_says_it_again()
    {
        await using var books = await BooksOfAsync(500);
        _platform.Limits = _platform.Limits! with { MaxInFlight = 1 };
        int sends = 0;
        _platform.Always = d => sends++ == 1 ? _platform.Take(d) with { ReceiptNo = "R1" } : null; // as if it were the first one's answer
        Assert.Equal(500, (await DeliverAsync(books)).Accepted);
        Assert.Equal(_platform.Sent[1].PacketId, Assert.Single(_platform.Asked));
        Assert.Equal(5, await books.ScalarAsync<int>("select count(distinct receipt_no) from evidence.outbox"));

        // one that gives the same number to all, and says so, is taken at its word
        await books.StoreAsync([.. Enumerable.Range(0, 1_000).Select(i => ($"later{i}", "v"))]);
        _platform.Number = "R0";
        _platform.Always = null;
        Assert.Equal(1_000, (await DeliverAsync(books)).Accepted);
        Assert.InRange(_platform.Asked.Count, 4, _platform.Asked.Distinct().Count()); // no packet twice
    }

    [Fact]
    public async Task Questions_that_get_no_clear_answer_for_days_are_left_to_a_person_and_hold_no_withdrawal_back()
    {
        await using var books = await BooksOfAsync(2);
        _platform.Sends.Enqueue(_ => new DeliveryAnswer(AnswerKind.Unknown));
        _platform.AlwaysAsked = () => new DeliveryAnswer(AnswerKind.Unknown, 200);
        await DeliverAsync(books);
        await books.WithdrawAsync("k0");
        await DeliverAsync(books);
        Assert.Equal("pending unknown unknown", await books.ScalarAsync<string>("select string_agg(state, ' ' order by state) from evidence.outbox"));

        await books.QueryAsync<int>("update hub.attempt set sent_at = sent_at - interval '8 days' returning 1");
        for (int i = 0; i < 3 && await books.ScalarAsync<int>("select count(*) from evidence.outbox where state = 'accepted'") == 0; i++)
        {
            await DeliverAsync(books);
        }

        Assert.Equal("WITHDRAW accepted, PUBLISH parked, PUBLISH parked", await books.ScalarAsync<string>("select string_agg(operation || ' ' || state, ', ' order by state) from evidence.outbox"));
    }

    private static async Task<Books> BooksOfAsync(int records)
    {
        var books = await Books.OpenAsync();
        await books.StoreAsync([.. Enumerable.Range(0, records).Select(i => ($"k{i}", "v"))]);
        return books;
    }

    private Task<RelaySummary> DeliverAsync(Books books) => new AgreementHub(books, _platform).DeliverAsync();
}
