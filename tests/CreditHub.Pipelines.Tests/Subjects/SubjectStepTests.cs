using CreditHub.Testing.Truth;

namespace CreditHub.Pipelines.Tests.Subjects;

public sealed class SubjectStepTests
{
    private static readonly string A = MadeUpNumbers.Uscc(1);
    private static readonly string B = MadeUpNumbers.Uscc(2);
    private static readonly string C = MadeUpNumbers.Uscc(3);

    private const string Parties = "one_document_several_parties";

    [Fact]
    public async Task A_subject_known_by_an_old_number_keeps_its_file_when_its_code_comes()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("FINE", "NO=1 NAME=样例甲公司 REGNO=411000000000001");
        long? before = await hub.SubjectOfAsync("REG:411000000000001");
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A} REGNO=411000000000001");

        Assert.NotNull(before);
        Assert.Equal(before, await hub.SubjectOfAsync(A));
        Assert.Equal("企业", await hub.ScalarAsync<string>("select library from evidence.subject where live"));
        await hub.CheckAsync();
    }

    [Fact]
    public async Task Files_that_turn_out_to_be_one_are_merged_and_never_in_a_chain()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("FINE", "NO=1 NAME=样例甲公司 TAX=T00001", "NO=2 NAME=样例甲公司 REGNO=R00002", "NO=3 NAME=样例甲公司 ORG=ORG00003X");
        await hub.ResolveAsync("FINE", "NO=4 NAME=样例甲公司 REGNO=R00002 TAX=T00001");
        await hub.ResolveAsync("FINE", "NO=5 NAME=样例甲公司 ORG=ORG00003X REGNO=R00002");

        Assert.Equal("ORG:ORG00003X REG:R00002 TAX:T00001", await hub.PartitionAsync());
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from evidence.subject where merged_into is not null"));
        await hub.CheckAsync();
    }

    [Fact]
    public async Task The_organisation_code_inside_a_unified_code_leads_to_its_subject_in_either_order()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例甲公司 ORG={MadeUpNumbers.OrgCode(1)}");
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A}", $"NO=2 NAME=样例乙公司 USCC={B}");
        await hub.ResolveAsync("FINE", $"NO=2 NAME=样例乙公司 ORG={MadeUpNumbers.OrgCode(2)}");

        Assert.Equal(await hub.SubjectOfAsync(A), await hub.SubjectOfAsync("ORG:" + MadeUpNumbers.OrgCode(1)));
        Assert.Equal(await hub.SubjectOfAsync(B), await hub.SubjectOfAsync("ORG:" + MadeUpNumbers.OrgCode(2)));
        await hub.CheckAsync();
    }

    [Fact]
    public async Task Two_codes_are_never_one_subject_by_number_or_name_but_a_finding()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A} REGNO=R00001");
        await hub.ResolveAsync("REG", $"NO=2 NAME=样例甲公司 USCC={B} REGNO=R00001");
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例丙公司 USCC={A} TAX={C}");

        Assert.NotEqual(await hub.SubjectOfAsync(A), await hub.SubjectOfAsync(B));
        Assert.DoesNotContain(await hub.SubjectOfAsync("REG:R00001"), new[] { await hub.SubjectOfAsync(A), await hub.SubjectOfAsync(B) });
        Assert.Equal(
            ["name_agrees_with_register " + A, "one_name_two_codes " + B, "one_number_two_codes REG:R00001", "one_record_two_codes " + A],
            await hub.OpenFindingsAsync());
        Assert.DoesNotContain("样例", string.Concat(await hub.QueryAsync<string>("select message from evidence.subject_finding")), StringComparison.Ordinal);
        await hub.CheckAsync();
    }

    [Fact]
    public async Task A_name_leads_to_the_only_subject_that_bears_it_and_leaves_it_when_another_does()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("UTIL", "NO=1 NAME=样例（甲）公司");
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例(甲)公司 USCC={A}");
        Assert.Single((await hub.PartitionAsync()).Split('\n'));

        await hub.ResolveAsync("UTIL", "NO=2 NAME=样例（甲）公司", "NO=3 NAME=样例(甲)公司");
        Assert.Single((await hub.PartitionAsync()).Split('\n'));

        await hub.ResolveAsync("REG", $"NO=2 NAME=样例(甲)公司 USCC={B}");
        Assert.Equal(3, (await hub.PartitionAsync()).Split('\n').Length);
        await hub.CheckAsync();
    }

    [Theory]
    [InlineData("甲公司")]
    [InlineData("样例**公司")]
    [InlineData("个体工商户")]
    public async Task Short_masked_and_general_names_match_nobody_and_are_not_kept(string name)
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("REG", $"NO=1 NAME={name} USCC={A}");
        await hub.ResolveAsync("UTIL", $"NO=1 NAME={name}");

        Assert.Equal(2, (await hub.PartitionAsync()).Split('\n').Length);
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from hub.subject_name"));
    }

    [Fact]
    public async Task Of_natural_persons_only_the_digest_is_kept()
    {
        await using var hub = await SubjectHub.OpenAsync();
        string id = MadeUpNumbers.CitizenId(7);
        await hub.ResolveAsync("FINE", $"NO=1 NAME=王示例样本 KIND=自然人 PID={id}", $"NO=2 NAME=王示例样本 KIND=自然人 PID={id}", $"NO=3 NAME=样例甲公司 REGNO={id} TAX=T00001");
        await hub.ResolveAsync("UTIL", "NO=1 NAME=王示例样本");

        Assert.Equal(1, await hub.ScalarAsync<long>("select count(*) from evidence.subject where natural_person and library = '个人' and name is null"));
        Assert.DoesNotContain(id, await hub.PartitionAsync(), StringComparison.Ordinal);
        Assert.Equal(["王示例样本"], await hub.QueryAsync<string>("select name from hub.subject_name where not exists (select 1 from hub.subject_key k where k.key = subject_name.key and kind = 'P')"));
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from evidence.subject where live"));
    }

    [Fact]
    public async Task Names_of_a_register_have_a_history_that_other_records_do_not_change()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例旧名公司 USCC={A} SINCE=2019-01-01");
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例新名公司 USCC={A} SINCE=2023-05-01");
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例旧名公司 USCC={A}", $"NO=2 NAME=样例错名公司 USCC={A}");

        Assert.Equal(
            ["样例新名公司|t|2023-05-01|", "样例旧名公司|f|2019-01-01|2023-05-01"],
            await hub.QueryAsync<string>("select name || '|' || left(current::text, 1) || '|' || since || '|' || coalesce(until::text, '') from evidence.subject_name where register order by current desc"));
        Assert.Equal(["name_agrees_with_register " + A], await hub.OpenFindingsAsync());
        Assert.Equal("样例新名公司", await hub.ScalarAsync<string>("select name from evidence.subject"));
    }

    [Fact]
    public async Task A_register_that_comes_late_finds_wrong_names_and_settles_right_ones()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例错名公司 USCC={A}", $"NO=2 NAME=样例甲公司 USCC={A}");
        Assert.Empty(await hub.OpenFindingsAsync());
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A}");
        Assert.Equal(["name_agrees_with_register " + A], await hub.OpenFindingsAsync());

        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例甲公司 USCC={A}");
        Assert.Empty(await hub.OpenFindingsAsync());
    }

    [Fact]
    public async Task A_name_that_a_register_comes_to_know_closes_its_finding()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A}");
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例乙公司 USCC={A}");
        Assert.Single(await hub.OpenFindingsAsync());
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例乙公司 USCC={A}");
        Assert.Empty(await hub.OpenFindingsAsync());
    }

    [Fact]
    public async Task One_document_with_several_parties_is_stored_for_each_and_asked_about()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例甲公司 USCC={A} DOC=示罚1号 BODY=甲局 DAY=2026-01-05", $"NO=2 NAME=样例乙公司 USCC={B} DOC=示罚2号 BODY=甲局");
        Assert.Empty(await hub.OpenFindingsAsync());
        await hub.ResolveAsync("FINE", $"NO=3 NAME=样例乙公司 USCC={B} DOC=示罚1号 BODY=甲局 DAY=2026-01-05", $"NO=4 NAME=样例丙公司 USCC={C} DOC=示罚1号 BODY=乙局");

        Assert.Equal([$"{Parties} {A}", $"{Parties} {B}"], (await hub.OpenFindingsAsync()).Order());
        Assert.Equal(["DOC 同一文书涉及多个当事人"], await hub.QueryAsync<string>("select distinct field || ' ' || message from evidence.subject_finding where closed_at is null"));
        Assert.Equal(4, await hub.ScalarAsync<long>("select count(*) from evidence.version"));
    }

    [Fact]
    public async Task Records_of_one_document_that_disagree_on_the_day_are_told_and_settle_with_the_right_number()
    {
        await using var hub = await SubjectHub.OpenAsync();
        string pid = MadeUpNumbers.CitizenId(7);
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例甲公司 USCC={A} DOC=示罚1号 BODY=甲局 DAY=2026-01-05");
        await hub.ResolveAsync("FINE", $"NO=2 NAME=样本某人 KIND=自然人 PID={pid} DOC=示罚1号 BODY=甲局 DAY=2026-01-06");
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from evidence.subject_finding where closed_at is null and message like '%决定日期不一致%'"));
        Assert.DoesNotContain(pid, string.Concat(await hub.OpenFindingsAsync()), StringComparison.Ordinal);

        await hub.ResolveAsync("FINE", $"NO=2 NAME=样本某人 KIND=自然人 PID={pid} DOC=示罚7号 BODY=甲局 DAY=2026-01-06");
        Assert.Empty(await hub.OpenFindingsAsync());
    }

    [Fact]
    public async Task One_company_known_by_two_numbers_is_one_party()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("FINE", "NO=1 NAME=样例甲公司 REGNO=R1 DOC=示罚1号 BODY=甲局", $"NO=2 NAME=样例甲公司 USCC={A} DOC=示罚1号 BODY=甲局");
        Assert.Equal(2, (await hub.OpenFindingsAsync()).Count);
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A} REGNO=R1");
        Assert.Empty(await hub.OpenFindingsAsync());
    }

    [Fact]
    public async Task A_new_code_takes_the_place_of_the_old_one()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A} REGNO=R00001");
        await hub.ResolveAsync("ZCM", $"NO=1 NAME=样例甲公司 OLD={A} NEW={B} WAY=新增 ON=2024-03-01");
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例甲公司 USCC={B}");

        Assert.Equal(await hub.SubjectOfAsync(A), await hub.SubjectOfAsync(B));
        Assert.Equal(await hub.SubjectOfAsync(A), await hub.SubjectOfAsync("REG:R00001"));
        Assert.Equal("former|2024-03-01|2", await hub.ScalarAsync<string>("select state || '|' || until || '|' || ruling_no from evidence.subject_key where key = @A", new { A }));
        Assert.Empty(await hub.OpenFindingsAsync());
        await hub.CheckAsync();
    }

    [Fact]
    public async Task A_deleted_code_leads_to_nobody_any_more()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("REG", $"NO=1 NAME=样例甲公司 USCC={A} REGNO=R00001", $"NO=2 NAME=样例甲公司 USCC={B} REGNO=R00001");
        Assert.Equal(["one_name_two_codes " + B, "one_number_two_codes REG:R00001"], await hub.OpenFindingsAsync());
        await hub.ResolveAsync("ZCM", $"NO=1 NAME=样例甲公司 OLD={A} WAY=删除 ON=2024-03-01");
        await hub.ResolveAsync("FINE", $"NO=1 NAME=样例甲公司 USCC={A}");

        Assert.Null(await hub.SubjectOfAsync(A));
        Assert.Equal(await hub.SubjectOfAsync(B), await hub.SubjectOfAsync("REG:R00001"));
        Assert.Empty(await hub.OpenFindingsAsync());
        await hub.CheckAsync();
    }

    [Fact]
    public async Task A_kept_code_stays_with_its_entity_and_is_taken_from_the_other()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ResolveAsync("ZCM", $"NO=1 NAME=样例乙公司 OLD={A} NEW={B} WAY=新增 ON=2024-03-01");
        Assert.Equal(await hub.SubjectOfAsync(A), await hub.SubjectOfAsync(B));
        await hub.ResolveAsync("ZCM", $"NO=2 NAME=样例甲公司 OLD={A} WAY=保留 ON=2024-03-02");

        Assert.NotEqual(await hub.SubjectOfAsync(A), await hub.SubjectOfAsync(B));
        Assert.Equal("current", await hub.ScalarAsync<string>("select state from evidence.subject_key where key = @A", new { A }));
        await hub.CheckAsync();
    }
}
