using static CreditHub.Pipelines.Tests.Effects.EffectHub;

namespace CreditHub.Pipelines.Tests.Effects;

/// <summary>Repairs, objections, exemptions and revocations as records of the shipped catalog.</summary>
public sealed class EffectTests
{
    private const string No = "示罚字〔2026〕1号";

    [Fact]
    public async Task A_repair_withdraws_the_penalty_it_names_and_the_next_load_does_not_bring_it_back()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No), Penalty("示罚字〔2026〕2号"));
        await hub.DeliverAsync();
        await hub.StoreAsync("XYXF", "2024", Repair("示罚字[2026]1号"));
        Assert.Equal("WITHDRAW|REPAIR", await hub.StandAsync(No));
        Assert.Equal("PUBLISH", await hub.StandAsync("示罚字〔2026〕2号"));

        await hub.DeliverAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No), Penalty("示罚字〔2026〕2号"));
        await hub.DeliverAsync();
        Assert.Equal(["accepted|示例市信用办|XF-示罚字[2026]1号|2026-11-26"], await hub.QueryAsync<string>("select concat_ws('|', state, author, document, due_on) from evidence.withdrawal"));
        Assert.Equal(["1 new", "2 new"], await hub.QueryAsync<string>("select distinct line || ' ' || disposition from evidence.row order by 1"));
        Assert.Equal(["XYXF 1 1"], await hub.QueryAsync<string>("select dataset || ' ' || read || ' ' || withdrawn from evidence.run where withdrawn > 0"));
    }

    [Fact]
    public async Task A_penalty_that_comes_after_its_repair_is_stored_and_never_sent()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("XYXF", "2024", Repair(No));
        Assert.Equal(["open"], await hub.QueryAsync<string>("select state from evidence.act"));
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No));
        await hub.DeliverAsync();

        Assert.Equal("WITHDRAW|REPAIR", await hub.StandAsync(No));
        var withdrawn = await hub.QueryAsync<string>("select record_id from evidence.withdrawal");
        Assert.DoesNotContain(hub.Platform.Applied, a => withdrawn.Contains(a.Id.ToString()));
        Assert.Equal(["found"], await hub.QueryAsync<string>("select state from evidence.act"));
    }

    [Fact]
    public async Task A_natural_persons_penalty_is_found_by_number_and_name()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No, "王示例", ""), Penalty(No, "赵示例", ""));
        await hub.StoreAsync("XYXF", "2024", Repair(No, "王示例", ""));
        Assert.Equal(["王示例"], await hub.QueryAsync<string>(
            "select v.content->>'CF_XDR_MC' from evidence.withdrawal w join evidence.version v on v.record_id = w.record_id and v.version = 1"));
        Assert.Empty(await hub.QueryAsync<string>("select name_digest from hub.act where name_digest like '%王%'"));
    }

    [Fact]
    public async Task Several_that_fit_or_an_unknown_kind_of_record_are_left_to_a_person()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No), Penalty(No, authority: 2));
        var unknown = Repair("x");
        unknown["SJLX"] = "GHOST";
        await hub.StoreAsync("XYXF", "2024", Repair(No), unknown);

        Assert.Empty(await hub.QueryAsync<string>("select reason from evidence.withdrawal"));
        var findings = await hub.QueryAsync<string>("select finding from evidence.act where state = 'unclear' order by act_no");
        Assert.Equal(2, findings.Count);
        Assert.Contains("有2条记录", findings[0], StringComparison.Ordinal);
        Assert.Contains("GHOST", findings[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_company_without_a_code_in_the_repair_is_found_by_its_name_once_subjects_are_known()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No));
        await hub.StoreAsync("XYXF", "2024", Repair(No, code: ""));
        await hub.FindSubjectsAsync();
        Assert.Equal(1, await hub.LookAgainAsync());
        Assert.Equal("WITHDRAW|REPAIR", await hub.StandAsync(No));
        Assert.Equal(0, await hub.LookAgainAsync());
    }

    [Fact]
    public async Task An_objection_marks_then_corrects_or_lets_the_record_go()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No), Penalty("示罚字〔2026〕2号"));
        await hub.StoreAsync("YYSQ", "2024", Objection(No, "0"), Objection("示罚字〔2026〕2号", "1"));
        Assert.Equal(["该信息存在异议，正在核实"], await NotesAsync(hub, No));

        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No), Penalty("示罚字〔2026〕2号")); // the supplier's row is the same and stays marked
        await hub.StoreAsync("YYSQ", "2024", Objection(No, "2", "处罚内容", "通报批评"), Objection("示罚字〔2026〕2号", "3"));
        Assert.Equal([""], await NotesAsync(hub, No));
        Assert.Equal([""], await NotesAsync(hub, "示罚字〔2026〕2号"));
        Assert.Equal(["通报批评"], await hub.QueryAsync<string>("select content->>'CF_NR' from evidence.version where content->>'CF_WSH' = @No order by version desc limit 1", new { No }));
        await hub.DeliverAsync();
        Assert.Equal(["accepted"], await hub.QueryAsync<string>("select distinct state from evidence.outbox where state <> 'superseded'"));
        Assert.Equal(0L, (await hub.QueryAsync<long>("select unchanged - 2 from evidence.run where dataset = 'SGS_XZCF' order by run_id desc limit 1")).Single());
    }

    [Fact]
    public async Task A_passed_objection_that_names_no_field_holds_the_record_and_a_refused_one_publishes_it_again()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No));
        await hub.DeliverAsync();
        await hub.StoreAsync("YYSQ", "2024", Objection(No, "2"));
        Assert.Equal("WITHDRAW|OBJECTION", await hub.StandAsync(No));
        await hub.DeliverAsync();
        await hub.StoreAsync("YYSQ", "2024", Objection(No, "3"));
        await hub.DeliverAsync();
        Assert.Equal("PUBLISH", await hub.StandAsync(No));
        Assert.Equal([1, 2, 3], hub.Platform.Applied.Select(a => a.Version));
    }

    [Fact]
    public async Task An_exempt_record_never_leaves_until_the_exemption_ends()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("HMRD", "2024", new Dictionary<string, string>
        {
            ["RDWH"] = "示豁〔2026〕1号", ["ZTMC"] = Company, ["ZTLB"] = "法人及非法人组织", ["TYSHXYDM"] = Code, ["SJML"] = "SGS_XZCF", ["YJLWH"] = No,
            ["HMSY"] = "小微企业", ["RDJG"] = "示例市市场监督管理局", ["RDRQ"] = "2026/11/01", ["HMQXZ"] = "2026/12/31",
        });
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No));
        await hub.DeliverAsync();
        Assert.Equal("WITHDRAW|EXEMPT", await hub.StandAsync(No));
        Assert.Empty(hub.Platform.Applied);

        hub.Today = new DateOnly(2027, 1, 1);
        Assert.Equal(1, await hub.LookAgainAsync());
        await hub.DeliverAsync();
        Assert.Equal("PUBLISH", await hub.StandAsync(No));
        Assert.Equal([3], hub.Platform.Applied.Select(a => a.Version));
    }

    [Fact]
    public async Task A_repair_that_is_corrected_to_name_another_penalty_lets_the_first_one_go()
    {
        await using var hub = await OpenAsync();
        await hub.StoreAsync("SGS_XZCF", "2019", Penalty(No), Penalty("示罚字〔2026〕2号"));
        await hub.StoreAsync("XYXF", "2024", Repair(No));
        var moved = Repair(No);
        moved["CF_WSH"] = "示罚字〔2026〕2号";
        await hub.StoreAsync("XYXF", "2024", moved);
        Assert.Equal("PUBLISH", await hub.StandAsync(No));
        Assert.Equal("WITHDRAW|REPAIR", await hub.StandAsync("示罚字〔2026〕2号"));
    }

    private static Task<List<string>> NotesAsync(EffectHub hub, string number) => hub.QueryAsync<string>(
        "select coalesce(content->>'BZ', '') from evidence.version where content->>'CF_WSH' = @number and operation = 'PUBLISH' order by version desc limit 1", new { number });
}
