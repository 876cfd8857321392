using CreditHub.Pipelines.Agreement;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Store;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>What one platform may not have any more, or less of, is taken back from it and from nobody else.</summary>
public sealed class BoundaryStepTests
{
    [Fact]
    public async Task Stricter_rules_take_back_what_is_held_and_stop_what_waits_at_that_platform_alone()
    {
        await using var hub = await BoundaryHub.OpenAsync();
        await hub.StoreAsync(("a", "1"), ("b", "2"));
        await hub.DeliverAsync(Books.Snapshot);
        await hub.StoreAsync(("c", "3"));
        var strict = BoundaryHub.Config("A == 'a' or A == 'c' or A == 'd'");
        string before = await hub.SizesAsync();

        Assert.Equal(new Dictionary<string, RetractionCount> { ["one"] = new(1, 0, 1) }, await hub.PreviewAsync(strict));
        Assert.Equal(before, await hub.SizesAsync());
        Assert.Equal("""one a2 EXEMPT, two c1 {"A":"c","B":"3"}""", await hub.DeliverAsync(strict));

        Assert.Equal("1 PUBLISH accepted, 2 WITHDRAW accepted, 3 PUBLISH excluded 不得提供", await hub.BooksOfAsync("one", "a"));
        Assert.Equal("1 PUBLISH accepted, 3 PUBLISH excluded 内容与该平台已有版本相同，无需再次报送", await hub.BooksOfAsync("two", "a"));
        Assert.Equal("1 PUBLISH excluded 不得提供", await hub.BooksOfAsync("one", "c"));
        Assert.Equal(["one a 2 withdrawn", "one b 1 published", "two a 1 published", "two b 1 published", "two c 1 published"], await hub.Books.QueryAsync<string>(
            "select concat_ws(' ', platform, content->>'A', p.version, state) from evidence.placement p join evidence.version v on v.record_id = p.record_id and v.version = 1 order by 1"));
        Assert.Equal("one kept", await hub.Books.ScalarAsync<string>("select string_agg(platform || ' ' || clock, ',') from evidence.withdrawal"));

        // what another worker queues under the old files is decided again before it leaves
        await hub.StoreAsync(("d", "4"));
        Assert.Equal("""two d1 {"A":"d","B":"4"}""", await hub.DeliverAsync(strict));
        Assert.Equal("1 PUBLISH excluded 不得提供", await hub.BooksOfAsync("one", "d"));

        // nothing to do: nothing is done, also by one who continues where a killed pass had begun
        string sizes = await hub.SizesAsync();
        await hub.Books.ScalarAsync<int>("with again as (update hub.boundary set done_to = 0 returning 1) select count(*) from again");
        Assert.Equal("", await hub.DeliverAsync(strict));
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from hub.boundary where done_to is not null"));
        Assert.Equal(sizes, await hub.SizesAsync());

        // looser rules send nothing by themselves
        Assert.Empty(await hub.PreviewAsync(Books.Snapshot));
        Assert.Equal("", await hub.DeliverAsync(Books.Snapshot));

        // unless they are asked for, and then only what may be sent now
        var asked = new ResendSelection("one", State: "excluded");
        Assert.Equal(0, await new Resends(hub.Books.Source, strict).SendAsync(asked, "tester", "", default));
        var looser = BoundaryHub.Config("A == 'd'");
        Assert.Equal(2, (await new Resends(hub.Books.Source, looser).PreviewAsync(asked, default)).Sum(c => c.Records));
        Assert.Equal(2, await new Resends(hub.Books.Source, looser).SendAsync(asked, "tester", "", default));
        Assert.Equal("""one c1 {"A":"c","B":"3"}, one a3 {"A":"a","B":"1"}""", await hub.DeliverAsync(looser));

        // a withdrawal of what is sent once more is told, though it waits
        Assert.Equal(1, await new Resends(hub.Books.Source, looser).SendAsync(new ResendSelection("one", RecordId: Books.Id("b").ToString()), "tester", "", default));
        Assert.Equal("one b2 EXEMPT", await hub.DeliverAsync(BoundaryHub.Config("A == 'b' or A == 'd'")));
    }

    [Fact]
    public async Task Fewer_fields_replace_what_was_sent_with_more()
    {
        await using var hub = await BoundaryHub.OpenAsync();
        await hub.StoreAsync(("a", "1"));
        await hub.DeliverAsync(Books.Snapshot);
        await hub.StoreAsync(("c", "3"), ("a", "2"));
        var strict = BoundaryHub.Config(null, "B");

        Assert.Empty(await hub.PreviewAsync(strict)); // what waits brings less
        Assert.Equal("""one c1 {"A":"c"}, one a2 {"A":"a"}, two c1 {"A":"c","B":"3"}, two a2 {"A":"a","B":"2"}""", await hub.DeliverAsync(strict));
        Assert.Equal("", await hub.DeliverAsync(Books.Snapshot));
        await hub.StoreAsync(("a", "5"));
        await hub.DeliverAsync(Books.Snapshot);

        Assert.Equal(new Dictionary<string, RetractionCount> { ["one"] = new(0, 2, 0) }, await hub.PreviewAsync(strict));
        Assert.Equal("""one a5 {"A":"a"}, one c3 {"A":"c"}""", string.Join(", ", (await hub.DeliverAsync(strict)).Split(", ").Order()));
        Assert.EndsWith("3 PUBLISH accepted, 4 WITHDRAW superseded 以可见范围内的内容替换, 5 PUBLISH accepted", await hub.BooksOfAsync("one", "a"), StringComparison.Ordinal);
        Assert.Empty(await hub.PreviewAsync(strict));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task A_field_taken_out_of_the_catalog_leaves_in_nothing_stored_before(bool publishes)
    {
        await using var hub = await BoundaryHub.OpenAsync();
        await hub.StoreAsync(("a", "1"));
        await hub.DeliverAsync(Config(Books.Snapshot));
        await hub.StoreAsync(("c", "3"));
        var without = Books.Snapshot with
        {
            Digest = new string('2', 64), Datasets = Books.Snapshot.Datasets.ToDictionary(d => d.Key, d => d.Value with { Fields = [.. d.Value.Fields.Where(f => f.Code != "B")] }),
        };
        string sent = await hub.DeliverAsync(Config(without));
        Assert.Equal("""one a3 {"A":"a"}, one c1 {"A":"c"}, two a5 {"A":"a"}, two c1 {"A":"c"}""", string.Join(", ", sent.Split(", ").Order(StringComparer.Ordinal)));
        Assert.Equal(2, await new Resends(hub.Books.Source, without).SendAsync(new ResendSelection("one"), "tester", "", default));
        Assert.DoesNotContain("B", await hub.DeliverAsync(Config(without)), StringComparison.Ordinal);

        CatalogSnapshot Config(CatalogSnapshot config) =>
            config with { Platforms = config.Platforms.ToDictionary(p => p.Key, p => p.Value with { Publishes = publishes }) };
    }

    [Fact]
    public async Task A_row_that_changes_into_what_one_platform_may_not_have_is_taken_back_there()
    {
        await using var hub = await BoundaryHub.OpenAsync();
        await hub.StoreAsync(("a", "1"));
        await hub.DeliverAsync(Books.Snapshot);
        await hub.StoreAsync(("b", "1"));
        hub.Withheld["a"] = hub.Withheld["b"] = "自然人";
        await hub.StoreAsync(("a", "2"), ("b", "2"));

        Assert.Equal("""one a3 EXEMPT, two a4 {"A":"a","B":"2"}, two b2 {"A":"b","B":"2"}""", await hub.DeliverAsync(Books.Snapshot));
        Assert.Equal("1 PUBLISH accepted, 2 PUBLISH excluded 自然人, 3 WITHDRAW accepted, 4 PUBLISH excluded 自然人", await hub.BooksOfAsync("one", "a"));
        Assert.Equal("1 PUBLISH excluded 自然人, 2 PUBLISH excluded 自然人", await hub.BooksOfAsync("one", "b"));
        Assert.Equal("1 PUBLISH accepted, 2 PUBLISH superseded 已有更新的版本, 4 PUBLISH accepted", await hub.BooksOfAsync("two", "a"));

        hub.Withheld.Clear();
        await hub.StoreAsync(("a", "3"));
        Assert.Equal("""one a5 {"A":"a","B":"3"}, two a5 {"A":"a","B":"3"}""", await hub.DeliverAsync(Books.Snapshot));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_send_of_unknown_outcome_is_asked_about_never_repeated_and_withdrawn(bool taken)
    {
        await using var hub = await BoundaryHub.OpenAsync();
        await hub.StoreAsync(("a", "1"));
        hub.One.Always = delivery =>
        {
            if (taken)
            {
                hub.One.Take(delivery);
            }

            return new DeliveryAnswer(AnswerKind.Config, 403, OperatorMessage: "stop");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => hub.DeliverAsync(Books.Snapshot));
        hub.One.Always = null;

        var strict = BoundaryHub.Config("A == 'a'");
        Assert.EndsWith("one a2 EXEMPT, two a1 {\"A\":\"a\",\"B\":\"1\"}", (await hub.DeliverAsync(strict)).Replace("two a3", "two a1", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(hub.Sent, sent => sent.StartsWith("one", StringComparison.Ordinal) && sent.Contains('{', StringComparison.Ordinal));
        Assert.NotEmpty(hub.One.Asked);
        Assert.Equal(taken ? "1 PUBLISH accepted" : "1 PUBLISH superseded 已有更新的版本", (await hub.BooksOfAsync("one", "a")).Split(", ")[0]);
        Assert.Equal(0, await hub.Books.ScalarAsync<int>("select count(*) from evidence.outbox where state in ('pending', 'sending', 'unknown')"));
    }
}
