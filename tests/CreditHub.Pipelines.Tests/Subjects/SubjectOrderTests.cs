using CreditHub.Pipelines.Store.Subjects;
using CreditHub.Pipelines.Subjects;
using CreditHub.Testing;
using CreditHub.Testing.Truth;
using Dapper;

namespace CreditHub.Pipelines.Tests.Subjects;

/// <summary>Repeated, interrupted, at once, in any order: the same subjects.</summary>
public sealed class SubjectOrderTests
{
    private static readonly string[] U = [.. Enumerable.Range(0, 9).Select(i => MadeUpNumbers.Uscc(i))];

    private static readonly (string Dataset, string[] Rows)[] Runs =
    [
        ("REG", [$"NO=1 NAME=样例甲公司 USCC={U[1]} REGNO=R1", $"NO=2 NAME=样例乙公司 USCC={U[2]} REGNO=R2"]),
        ("FINE", ["NO=1 NAME=样例甲公司 REGNO=R1 TAX=T1", "NO=2 NAME=样例丙公司 REGNO=R3 TAX=T3"]),
        ("FINE", ["NO=3 NAME=样例丙公司 TAX=T3 ORG=O3", $"NO=4 NAME=样例丁公司 USCC={U[4]} TAX=T3"]),
        ("FINE", [$"NO=5 NAME=样例乙公司 USCC={U[3]} REGNO=R2"]),
        ("FINE", ["NO=6 NAME=样例戊公司 REGNO=R2 TAX=T9", "NO=7 NAME=样例己公司 REGNO=R5 TAX=T1", "NO=8 NAME=样例庚公司 ORG=" + MadeUpNumbers.OrgCode(5)]),
        ("UTIL", ["NO=1 NAME=样例甲公司", "NO=2 NAME=样例乙公司", "NO=3 NAME=样例丙公司", "NO=4 NAME=样例（丁）公司", "NO=5 NAME=样例(丁)公司"]),
        ("REG", [$"NO=3 NAME=样例甲公司 USCC={U[5]}", $"NO=4 NAME=样例庚公司 USCC={U[6]} REGNO=R5"]),
        ("ZCM", [$"NO=1 NAME=样例甲公司 OLD={U[5]} NEW={U[1]} WAY=新增 ON=2023-01-01", $"NO=2 NAME=样例乙公司 OLD={U[3]} WAY=删除 ON=2023-02-01"]),
        ("ZCM", [$"NO=3 NAME=样例壬公司 OLD={U[1]} NEW={U[7]} WAY=新增 ON=2023-06-01", $"NO=4 NAME=样例癸公司 OLD={U[6]} NEW={U[8]} WAY=新增 ON=2023-06-01"]),
        ("ZCM", [$"NO=5 NAME=样例庚公司 OLD={U[6]} WAY=保留 ON=2023-07-01"]),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_runs_in_any_order_give_the_same_subjects()
    {
        await using var hub = await SubjectHub.OpenAsync();
        string? expected = null;
        var random = new Random(20261120);
        for (int round = 0; round < 8; round++)
        {
            await hub.ClearAsync();
            var order = round == 0 ? Runs : [.. Runs.OrderBy(_ => random.Next())];
            foreach (var (dataset, rows) in order)
            {
                await hub.RunAsync(dataset, rows);
                if (round % 3 != 2)
                {
                    await hub.DoAsync();
                    await hub.CheckAsync();
                }
            }

            await hub.DoAsync();
            await hub.CheckAsync();
            string partition = await hub.PartitionAsync();
            expected ??= partition;
            Assert.True(expected == partition, $"round {round}: {string.Join(" | ", order.Select(r => Array.IndexOf(Runs, r)))}\n{expected}\n---\n{partition}");
        }
    }

    [Fact]
    public async Task A_step_repeated_over_the_same_runs_changes_nothing()
    {
        await using var hub = await SubjectHub.OpenAsync();
        foreach (var (dataset, rows) in Runs)
        {
            await hub.ResolveAsync(dataset, rows);
        }

        string books = await BooksAsync(hub);
        await hub.ScalarAsync<int?>("update hub.run set subjects_at = null");
        await hub.DoAsync();
        Assert.Equal(books, await BooksAsync(hub));
    }

    [Fact]
    public async Task A_step_killed_before_its_commit_leaves_nothing_and_is_finished_by_the_next()
    {
        await using var hub = await SubjectHub.OpenAsync();
        long run = await hub.RunAsync("REG", Runs[0].Rows);
        await using (var work = await new SubjectBooks(hub.Source).TakeAsync(run, Ct))
        {
            var reader = new SightingReader(new Dictionary<short, SubjectFields>());
            await work!.FillAsync(work.VersionsAsync(Ct).SelectMany(v => reader.Read(v)), Ct);
            await work.ResolveAsync([], Ct);
            Assert.Null(await new SubjectBooks(hub.Source).TakeAsync(run, Ct));
        }

        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from hub.subject_key"));
        await hub.DoAsync();
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from evidence.subject where live"));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from evidence.run where subjects_at is null"));
    }

    [Fact]
    public async Task A_database_lost_in_the_middle_leaves_nothing_and_the_next_step_finishes()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.RunAsync("REG", Runs[0].Rows);
        await using var other = await hub.Source.OpenConnectionAsync(Ct);
        await other.ExecuteAsync("select pg_advisory_lock(x'4352454449540002'::bigint)");
        var step = hub.Step.RunAsync(Ct);
        await Eventually.TrueAsync(async () => await hub.ScalarAsync<long>(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and wait_event = 'advisory'") == 1);

        Assert.Contains("数据库不可用", (await step).Problem, StringComparison.Ordinal);
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from hub.subject_key"));
        await other.ExecuteAsync("select pg_advisory_unlock_all()");
        await hub.DoAsync();
        Assert.Equal(2, await hub.ScalarAsync<long>("select count(*) from evidence.subject where live"));
        await hub.CheckAsync();
    }

    [Fact]
    public async Task Two_workers_at_once_make_one_subject_of_a_key()
    {
        await using var hub = await SubjectHub.OpenAsync();
        for (int i = 0; i < 12; i++)
        {
            await hub.RunAsync("REG", [.. Enumerable.Range(0, 20).Select(n => $"NO={n} NAME=样例{n}公司 USCC={MadeUpNumbers.Uscc(n)} REGNO=R{n}")]);
        }

        var both = await Task.WhenAll(hub.Step.RunAsync(Ct), hub.Step.RunAsync(Ct));
        Assert.All(both, summary => Assert.Null(summary.Problem));
        await hub.DoAsync();

        Assert.Equal(20, await hub.ScalarAsync<long>("select count(*) from hub.subject"));
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from hub.run where subjects_at is null"));
        await hub.CheckAsync();
    }

    [Fact]
    public async Task A_run_of_many_new_subjects_is_done_in_one_go()
    {
        const int Many = 15_000;
        await using var hub = await SubjectHub.OpenAsync();
        await hub.ManyAsync(Many);
        var summary = await hub.Step.RunAsync(Ct);

        Assert.Equal((1, Many, null), (summary.Runs, summary.Records, summary.Problem));
        Assert.Equal(Many, await hub.ScalarAsync<long>("select count(*) from hub.subject"));
        Assert.Equal(2 * Many, await hub.ScalarAsync<long>("select count(*) from hub.subject_key"));
    }

    [Fact]
    public async Task A_run_still_open_is_left_alone()
    {
        await using var hub = await SubjectHub.OpenAsync();
        await hub.RunAsync("REG", Runs[0].Rows);
        await hub.ScalarAsync<int?>("update hub.run set step = 'load', outcome = 'running'");
        await hub.DoAsync();
        Assert.Equal(0, await hub.ScalarAsync<long>("select count(*) from hub.subject_key"));
    }

    private static Task<string> BooksAsync(SubjectHub hub) => hub.ScalarAsync<string>(
        """
        select (select string_agg(k::text, ';' order by key) from hub.subject_key k) || (select string_agg(s::text, ';' order by subject_no) from hub.subject s)
            || (select string_agg(n::text, ';' order by key, folded) from hub.subject_name n) || (select string_agg(f.version_no || f.rule || f.key, ';' order by f.version_no, f.rule, f.key) from hub.subject_finding f where closed_at is null)
        """);
}
