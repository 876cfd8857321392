using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Agreement;

public sealed class FeedbackTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_finding_is_taken_once_and_goes_to_whom_it_concerns()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        platform.Found.AddRange(
        [
            Item("f1", "a", FeedbackKind.Quality), Item("f2", "a", FeedbackKind.Correction), Item("f3", "b", FeedbackKind.Objection),
            Item("f4", "b", FeedbackKind.Repair), Item("f5", "nobody's", FeedbackKind.Quality),
        ]);
        var first = await hub.Feedback.RunAsync("one", Ct);
        Assert.Equal((5, 2, ""), (first.Read, first.Quarantined, first.Message));
        platform.Found.Add(Item("f6", "b", FeedbackKind.Quality));
        Assert.Equal((1L, 1L), (await hub.Feedback.RunAsync("one", Ct)) is var second ? (second.Read, second.Quarantined) : default);
        Assert.Equal(0, (await hub.Feedback.RunAsync("one", Ct)).Read);

        Assert.Equal(
            [(Books.Id("a").ToString(), 2L), (Books.Id("b").ToString(), 1L)],
            (await books.QueryAsync<(string, long)>("select record_id, count(*) from evidence.rejection where rule = 'platform_feedback' and state = 'open' and field = 'B' and reason like '%E9 说明%' group by 1"))
                .OrderByDescending(r => r.Item2));
        Assert.Equal(["f1 quarantined", "f2 quarantined", "f3 open", "f4 open", "f5 unknown_record", "f6 quarantined"],
            await books.QueryAsync<string>("select feedback_id || ' ' || state from evidence.feedback order by 1"));
    }

    [Fact]
    public async Task A_cursor_that_was_lost_or_a_page_told_twice_adds_nothing()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        platform.Found.Add(Item("f1", "a", FeedbackKind.Quality));
        var hub = new AgreementHub(books, platform);
        await hub.Feedback.RunAsync("one", Ct);
        await books.QueryAsync<int>("delete from hub.feedback_cursor returning 1");
        Assert.Equal((0L, 0L), (await hub.Feedback.RunAsync("one", Ct)) is var again ? (again.Read, again.Quarantined) : default);
        Assert.Equal(1, await books.ScalarAsync<int>("select count(*) from evidence.rejection"));
    }

    private static FeedbackItem Item(string id, string key, FeedbackKind kind) => new(id, Books.Id(key), kind, "E9", "B", "说明", DateTimeOffset.UnixEpoch);
}
