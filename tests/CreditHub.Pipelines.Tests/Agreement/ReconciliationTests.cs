using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Agreement;

public sealed class ReconciliationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_difference_is_named_and_only_the_serious_one_is_repaired_without_asking()
    {
        await using var books = await Books.OpenAsync();
        var platform = await DifferentAsync(books);
        var hub = new AgreementHub(books, platform);
        var summary = await hub.Reconciliation.RunAsync("one", "tester", Ct);

        Assert.True(summary.Succeeded);
        Assert.Equal((1, 1), (summary.Serious, summary.SentAgain));
        Assert.Equal(
            ["lost: not_there", "newer: newer_there", "older: older_there", "shown: published_though_withdrawn", "taken: withdrawn_there", "theirs: not_here"],
            (await DifferencesAsync(books)).Order(StringComparer.Ordinal));
        Assert.Equal((6L, 6L, 0L, 6L), (summary.Datasets.Single(d => d.Dataset == "TEST") is var d) ? (d.HeldThere, d.HeldHere, d.UnderWay, d.Differences) : default);
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from hub.holding"));

        platform.Packets.Clear();
        await hub.DeliverAsync();
        Assert.Equal([(Books.Id("shown"), 2, Operation.Withdraw)], Assert.Single(platform.Packets).Records);
    }

    [Fact]
    public async Task With_repair_what_is_missing_or_older_there_is_sent_again()
    {
        await using var books = await Books.OpenAsync();
        var platform = await DifferentAsync(books);
        var hub = new AgreementHub(books, platform, repairs: true);
        Assert.Equal(4, (await hub.Reconciliation.RunAsync("one", "tester", Ct)).SentAgain);
        platform.Packets.Clear();
        await hub.DeliverAsync();
        Assert.Equal(new[] { "lost", "older", "shown", "taken" }.Select(Books.Id).Order(), platform.Packets.SelectMany(p => p.Records).Select(r => r.Id).Order());
        Assert.Equal(4, await books.ScalarAsync<int>("select count(*) from evidence.difference where resend_no is not null"));
    }

    [Fact]
    public async Task What_is_on_its_way_is_no_difference()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        platform.Held["TEST"] = [new(Books.Id("a"), 1, Operation.Publish), new(Books.Id("b"), 1, Operation.Publish), new(Books.Id("c"), 1, Operation.Publish)];
        await books.StoreAsync(("a", "2"), ("c", "1"));
        await books.WithdrawAsync("b");

        var summary = await hub.Reconciliation.RunAsync("one", "tester", Ct);
        Assert.Equal((0L, 2L), (summary.Datasets.Sum(d => d.Differences), summary.Datasets.Sum(d => d.UnderWay)));
    }

    [Fact]
    public async Task Interrupted_it_goes_on_from_the_last_page_and_a_platform_in_trouble_is_told()
    {
        await using var books = await Books.OpenAsync();
        var platform = await DifferentAsync(books);
        var hub = new AgreementHub(books, platform);
        platform.PageFaults.Enqueue(new DeliveryAnswer(AnswerKind.Transient, 500)); // asked again
        using var stop = new CancellationTokenSource();
        platform.OnPage = () =>
        {
            if (platform.PagesAsked.Count(p => p.Length > 0) == 1)
            {
                stop.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hub.Reconciliation.RunAsync("one", "tester", stop.Token));
        string reached = platform.PagesAsked.Last(p => p.Length > 0);
        platform.PagesAsked.Clear();
        platform.OnPage = null;

        var summary = await hub.Reconciliation.RunAsync("one", "tester", Ct);
        Assert.Equal(reached, platform.PagesAsked[0]);
        Assert.Equal(6, summary.Datasets.Sum(d => d.Differences));

        platform.PageFaults.Enqueue(new DeliveryAnswer(AnswerKind.Config, 401, OperatorMessage: "凭据无效"));
        var failed = await hub.Reconciliation.RunAsync("one", "tester", Ct);
        Assert.False(failed.Succeeded);
        Assert.Contains("凭据无效", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["failed", "succeeded"], await books.QueryAsync<string>("select distinct outcome from evidence.reconciliation where reconciliation_no = @no order by 1", new { no = failed.Number }));
    }

    /// <summary>Six records delivered, and a platform that says something else about each.</summary>
    private static async Task<ScriptedPlatform> DifferentAsync(Books books)
    {
        await books.StoreAsync(("same", "1"), ("lost", "1"), ("older", "1"), ("newer", "1"), ("shown", "1"), ("taken", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        await books.StoreAsync(("older", "2"));
        await books.WithdrawAsync("shown");
        await hub.DeliverAsync();
        platform.Held["TEST"] =
        [
            new(Books.Id("same"), 1, Operation.Publish), new(Books.Id("older"), 1, Operation.Publish), new(Books.Id("newer"), 5, Operation.Publish),
            new(Books.Id("shown"), 1, Operation.Publish), new(Books.Id("taken"), 1, Operation.Withdraw), new(Books.Id("theirs"), 1, Operation.Publish),
        ];
        return platform;
    }

    private static async Task<List<string>> DifferencesAsync(Books books)
    {
        string[] keys = ["same", "lost", "older", "newer", "shown", "taken", "theirs"];
        var found = await books.QueryAsync<(string Id, string Kind, string Why)>("select record_id, kind, explanation from evidence.difference where platform = 'one'");
        Assert.All(found, f => Assert.NotEmpty(f.Why));
        return found.ConvertAll(f => $"{keys.Single(k => Books.Id(k).ToString() == f.Id)}: {f.Kind}");
    }
}
