using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Merge;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Reports.Withdrawals;
using CreditHub.Pipelines.Store;
using CreditHub.Pipelines.Tests.Delivery;
using CreditHub.Pipelines.Tests.Store;
using Npgsql;

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

    [Fact]
    public async Task A_repair_told_by_one_platform_takes_the_record_from_all_and_the_next_load_does_not_bring_it_back()
    {
        await using var books = await Books.OpenAsync();
        books.Routes.Add(new Route((await new Registry(books.Source).PlatformNosAsync(Ct))["two"], _ => null));
        await books.StoreAsync(("a", "1"), ("b", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        await DeliverToBothAsync(hub);
        platform.Found.AddRange([Item("f1", "a", FeedbackKind.Repair), Item("f2", "b", FeedbackKind.Objection)]);
        var summary = await hub.Feedback.RunAsync("one", Ct);
        Assert.Equal((2L, 2L, 0L), (summary.Read, summary.Acted, summary.Open));
        Assert.Equal(0, (await hub.Feedback.RunAsync("one", Ct)).Acted);
        Assert.Equal(["a one REPAIR f1 running", "a two REPAIR f1 running", "b one OBJECTION f2 running", "b two OBJECTION f2 running"],
            await books.QueryAsync<string>(
                """
                select concat_ws(' ', case record_id when @a then 'a' else 'b' end, platform, reason, document, clock) from evidence.withdrawal
                where author = 'one' and note = 'E9 B 说明' order by 1
                """, new { a = Books.Id("a").ToString() }));

        await books.StoreAsync(("a", "1"), ("b", "2"));
        await DeliverToBothAsync(hub);
        await hub.Effects.RunAsync(Ct);
        Assert.Equal(["a withdrawn", "a withdrawn", "b withdrawn", "b withdrawn"], await books.QueryAsync<string>(
            "select concat_ws(' ', case record_id when @a then 'a' else 'b' end, state) from evidence.placement order by 1", new { a = Books.Id("a").ToString() }));
        Assert.Equal(["f1 handed_over withdraw", "f2 handed_over mark"], await books.QueryAsync<string>(
            "select concat_ws(' ', f.feedback_id, f.state, a.action) from evidence.feedback f join evidence.act a using (act_no) order by 1"));
    }

    [Fact]
    public async Task Dead_between_reading_and_acting_it_takes_effect_once_whoever_looks_next()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        platform.Found.Add(Item("f1", "a", FeedbackKind.Repair));
        await books.QueryAsync<int>(
            """
            create function hub.dead() returns trigger language plpgsql as 'begin raise exception sqlstate ''57P01''; end';
            create trigger dead before update on hub.feedback for each row when (new.state = 'handed_over') execute function hub.dead(); select 1
            """);
        await Assert.ThrowsAsync<PostgresException>(() => hub.Feedback.RunAsync("one", Ct));
        Assert.Equal("open 0", await books.ScalarAsync<string>("select state || ' ' || (select count(*) from hub.act) from evidence.feedback"));

        await books.QueryAsync<int>("drop trigger dead on hub.feedback; select 1");
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(i => i % 2 == 0 ? hub.Effects.RunAsync(Ct) : ActedAsync(hub)))).Sum());
        Assert.Equal("1 1", await books.ScalarAsync<string>("select count(*) || ' ' || (select count(*) from evidence.version where operation = 'WITHDRAW') from hub.act"));
    }

    [Fact]
    public async Task What_cannot_take_effect_stays_open_with_what_a_person_can_do()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "1"), ("b", "1"));
        var platform = new ScriptedPlatform();
        var hub = new AgreementHub(books, platform);
        platform.Found.AddRange([Item("f1", "a", FeedbackKind.Repair), Item("f2", "b", FeedbackKind.Repair), Item("f3", "late", FeedbackKind.Objection)]);
        var first = await hub.Feedback.RunAsync("one", Ct);
        Assert.Equal((3L, 0L, 3L), (first.Read, first.Acted, first.Open));
        var report = new WithdrawalReport(books.Source);
        Assert.Equal(3, (await report.StatusAsync(Ct)).Unclear);
        Assert.Equal(["one f1 并不持有", "one f2 并不持有", "one f3 没有该记录"],
            (await report.UnclearAsync(Ct)).Select(u => $"{u.Platform} {u.Document} {(u.Finding!.Contains("并不持有", StringComparison.Ordinal) ? "并不持有" : "没有该记录")}"));

        // a person decides about one, and the others' records come to be held there
        await new ActDesk(books.Source, Books.Snapshot, books.Effects, TimeProvider.System)
            .DoAsync(new ActRequest("withdraw", "REPAIR", [Books.Id("b").ToString()], "office", "doc 1", null), Ct);
        await books.StoreAsync(("late", "1"));
        await hub.DeliverAsync();
        var second = await hub.Feedback.RunAsync("one", Ct);
        Assert.Equal((0L, 2L, 0L), (second.Read, second.Acted, second.Open));
        Assert.Equal(["f1 one", "f2 office", "f3 one"],
            await books.QueryAsync<string>("select f.feedback_id || ' ' || a.author from evidence.feedback f join evidence.act a using (act_no) where f.finding is null order by 1"));
        Assert.Equal(0, (await report.StatusAsync(Ct)).Unclear);
    }

    [Fact]
    public async Task Personal_values_that_a_platform_repeats_are_not_taken_over()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "王小云"), ("b", "李大江"));
        var platform = new ScriptedPlatform();
        var accept = platform.Decide;
        platform.Decide = record => new RecordAnswer(record.Id, record.Version, RecordStatus.Rejected, "E1", "B", "姓名王小云或李大江有误");
        var hub = new AgreementHub(books, platform);
        await hub.DeliverAsync();
        Assert.Equal(["姓名王**或李大江有误", "姓名王小云或李**有误"], (await books.QueryAsync<string>("select message from evidence.outbox where state = 'refused' order by 1")).Order(StringComparer.Ordinal));
        platform.Decide = accept;
        await hub.Resends.SendAsync(new("one", State: "refused"), "test", "test", Ct);
        await hub.DeliverAsync();
        string said = "王小云（赵无名）的证件号码11010119900307001X、电话13900001111有误";
        platform.Found.AddRange([
            Item("f1", "a", FeedbackKind.Quality) with { Message = said }, Item("f2", "a", FeedbackKind.Repair) with { Message = said },
            Item("f3", "late", FeedbackKind.Quality) with { Message = "赵无名有误" }, Item("f4", "late", FeedbackKind.Repair) with { Message = "赵无名有误" },
        ]);
        await hub.Feedback.RunAsync("one", Ct);
        await books.StoreAsync(("late", "赵无名"));
        await hub.DeliverAsync();
        await hub.Feedback.RunAsync("one", Ct);

        string shown = "王**（赵无名）的证件号码**************001X、电话139******11有误";
        Assert.Equal([shown, shown, "赵**有误", "赵**有误"], await books.QueryAsync<string>("select message from evidence.feedback order by feedback_id"));
        Assert.Equal(["平台 one 反馈（数据质量）：E9 赵**有误。请核实后重新报送", $"平台 one 反馈（数据质量）：E9 {shown}。请核实后重新报送"],
            (await new RejectionReport(books.Source, Books.Snapshot).ReadAsync(null, 10, Ct)).SelectMany(r => r.Causes).Select(c => c.Reason).OrderDescending(StringComparer.Ordinal));
        Assert.Equal(["E9 B 赵**有误", $"E9 B {shown}"], (await books.QueryAsync<string>("select note from hub.act")).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_code_is_a_short_word_and_a_field_one_of_the_catalog()
    {
        await using var books = await Books.OpenAsync();
        string[] keys = [.. Enumerable.Range(0, 6).Select(i => $"k{i}")];
        await books.StoreAsync([.. keys.Select(k => (k, "ZhaoWuming"))]);
        (string Code, string? Field)[] said =
        [
            ("E1003", "b"), ("11010119900307001X", "11010119900307001X"), ("姓名有误", "B"), ("ZhaoWuming", "data.A, B"), (new string('E', 41), "ZhaoWuming"), ("GB32100:17/3", null),
        ];
        var hub = new AgreementHub(books, new ScriptedPlatform
        {
            Decide = r => new(r.Id, r.Version, RecordStatus.Rejected, said[Array.FindIndex(keys, k => Books.Id(k) == r.Id)].Code, said[Array.FindIndex(keys, k => Books.Id(k) == r.Id)].Field, null),
        });
        await hub.DeliverAsync();

        Assert.Equal(["E1003 B", "*** ***", "*** B", "*** A,B", "*** ***", "GB32100:17/3 -"], await books.QueryAsync<string>(
            "select code || ' ' || coalesce(field, '-') from evidence.outbox o join evidence.version v using (record_id, version) where state = 'refused' order by v.content->>'A'"));
    }

    [Fact]
    public async Task Words_stored_by_an_earlier_program_are_shown_without_personal_values()
    {
        await using var books = await Books.OpenAsync();
        await books.StoreAsync(("a", "王小云"));
        var hub = new AgreementHub(books, new ScriptedPlatform { Found = { Item("f1", "a", FeedbackKind.Quality) } });
        await hub.Feedback.RunAsync("one", Ct);
        await books.QueryAsync<int>("update hub.violation set reason = '平台 one 反馈：王小云13900001111', field = '王小云' returning 1");
        var cause = Assert.Single(Assert.Single(await new RejectionReport(books.Source, hub.Snapshot).ReadAsync(null, 10, Ct)).Causes);
        Assert.Equal(("***", "平台 one 反馈：王**139******11"), (cause.Field, cause.Reason));
    }

    private static async Task DeliverToBothAsync(AgreementHub hub)
    {
        await hub.DeliverAsync();
        await hub.DeliverAsync("two");
    }

    private static async Task<int> ActedAsync(AgreementHub hub) => (int)(await hub.Feedback.RunAsync("one", Ct)).Acted;

    private static FeedbackItem Item(string id, string key, FeedbackKind kind) => new(id, Books.Id(key), kind, "E9", "B", "说明", DateTimeOffset.UnixEpoch);
}
