using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Agreement;

public sealed class ResendTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_platform_that_lost_its_data_gets_everything_again_under_the_same_versions()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"), ("c", "1"));
        await books.StoreAsync(("a", "2"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        platform.Applied.Clear();

        var all = new ResendSelection("one");
        Assert.Equal([("TEST", "accepted", "PUBLISH", 3L)], (await hub.Resends.PreviewAsync(all, Ct)).Select(c => (c.Dataset, c.State, c.Operation, c.Records)));
        Assert.Equal(3, await books.ScalarAsync<int>("select count(*) from evidence.outbox where state = 'accepted'")); // a preview changes nothing
        Assert.Equal(3, await hub.Resends.SendAsync(all, "tester", "restored from nothing", Ct));
        Assert.Equal(0, await hub.Resends.SendAsync(all, "tester", "asked twice", Ct));
        Assert.Equal(3, await books.ScalarAsync<int>("select count(*) from evidence.placement where state = 'published'"));
        await hub.DeliverAsync();

        Assert.Equal([(Books.Id("a"), 2), (Books.Id("b"), 1), (Books.Id("c"), 1)], platform.Applied.OrderByDescending(p => p.Version).ThenBy(p => p.Id == Books.Id("c")));
        Assert.Equal(3, await books.ScalarAsync<int>("select count(*) from evidence.outbox where state = 'accepted'"));
        Assert.Equal(3, await books.ScalarAsync<int>(
            "select count(*) from evidence.resend r join evidence.outbox o using (record_id, version) where r.state_before = 'accepted' and r.author = 'tester' and r.receipt_before <> o.receipt_no"));
    }

    [Fact]
    public async Task Only_what_was_asked_for_is_sent_again_and_never_an_older_version()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        await books.StoreOtherAsync(("c", "1"));
        var platform = new ScriptedPlatform();
        platform.Decide = r => new(r.Id, r.Version, r.Id == Books.Id("b") ? RecordStatus.Rejected : RecordStatus.Accepted, null, null, null);
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        await books.StoreAsync(("a", "2"));

        Assert.Equal(0, await hub.Resends.SendAsync(new ResendSelection("one", RecordId: Books.Id("a").ToString()), "tester", "", Ct)); // its version 2 waits
        Assert.Equal(0, await hub.Resends.SendAsync(new ResendSelection("two"), "tester", "", Ct));
        Assert.Equal(0, await hub.Resends.SendAsync(new ResendSelection("one", From: new DateOnly(2999, 1, 1)), "tester", "", Ct));
        Assert.Equal(1, await hub.Resends.SendAsync(new ResendSelection("one", Dataset: "OTHER", To: new DateOnly(2999, 1, 1)), "tester", "", Ct));
        platform.Decide = r => new(r.Id, r.Version, RecordStatus.Accepted, null, null, null);
        Assert.Equal(1, await hub.Resends.SendAsync(new ResendSelection("one", State: "refused"), "tester", "", Ct));
        platform.Packets.Clear();
        await hub.DeliverAsync();

        Assert.Equal([(Books.Id("a"), 2), (Books.Id("b"), 1), (Books.Id("c"), 1)],
            platform.Packets.SelectMany(p => p.Records).Select(r => (r.Id, r.Version)).OrderByDescending(r => r.Version).ThenBy(r => r.Id == Books.Id("c")));
        Assert.Equal(["refused"], await books.QueryAsync<string>("select state_before from evidence.resend where record_id = @id", new { id = Books.Id("b").ToString() }));
        Assert.Equal(0, await books.ScalarAsync<int>("select count(*) from evidence.outbox where state = 'refused'"));
    }
}
