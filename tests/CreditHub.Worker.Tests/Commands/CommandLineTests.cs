using System.Diagnostics;
using System.Text.Json.Nodes;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Commands;

/// <summary>The command line from outside: words, answers, exit codes.</summary>
public sealed class CommandLineTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wrong_words_are_refused_with_code_two()
    {
        using var hub = new Hub("tax");
        Assert.Equal(2, (await hub.RunAsync(Ct, "nonsense")).Code);
        Assert.Equal(2, (await hub.RunAsync(Ct, "trace")).Code);
        Assert.Equal(2, (await hub.RunAsync(Ct, "sync", "tax", "--full", "--subject", "X")).Code);
        Assert.Equal(2, (await hub.RunAsync(Ct, "sync", "tax", "--from", "2026-13-01", "--to", "2026-12-01")).Code);
        Assert.Equal(0, (await hub.RunAsync(Ct, "--help")).Code);
    }

    [Fact]
    public async Task Check_prints_every_finding_of_settings_and_folder()
    {
        using var hub = new Hub("tax");
        Assert.Equal(0, (await hub.RunAsync(Ct, "check")).Code);
        await File.WriteAllTextAsync(Path.Combine(hub.Config, "appsettings.json"), """{ "Hub": { "Sender": "411000" }, "Admn": { "Port": 1 } }""", Ct);
        await File.WriteAllTextAsync(Path.Combine(hub.Config, "connectors", "broken.json"), "{", Ct);
        var (code, answer, _) = await hub.RunAsync(Ct, "check", "--json");
        Assert.Equal(2, code);
        string[] files = [.. JsonNode.Parse(answer)!["findings"]!.AsArray().Select(f => (string)f!["file"]!).Distinct().Order()];
        Assert.Equal(["appsettings.json", "connectors/broken.json"], files);
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_code_three_and_its_password_is_not_shown()
    {
        using var hub = new Hub("tax");
        hub.Set("CREDITHUB_DATABASE", "Host=127.0.0.1;Port=1;Username=x;Password=geheim");
        var (code, answer, notes) = await hub.RunAsync(Ct, "run");
        Assert.Equal(3, code);
        Assert.DoesNotContain("geheim", answer + notes, StringComparison.Ordinal);
        Assert.Single(notes.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("ASPNETCORE_URLS", "http://0.0.0.0:8600")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8600")]
    public async Task A_variable_that_would_open_the_listener_is_refused(string variable, string value)
    {
        using var hub = new Hub("tax");
        hub.Set(variable, value);
        var (code, _, notes) = await hub.RunAsync(Ct, "run");
        Assert.Equal(2, code);
        Assert.Contains(variable, notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_previewed_collected_traced_and_its_bad_row_is_in_quarantine()
    {
        using var hub = new Hub("tax");
        string uscc = await TaxFile.WriteAsync(hub, Ct);

        var preview = JsonNode.Parse((await hub.RunAsync(Ct, "preview", "tax", "--rows", "3", "--json")).Answer)!;
        Assert.Equal(["new", "new", "rejected"], preview["rows"]!.AsArray().Select(r => (string)r!["verdict"]!));
        Assert.All(preview["rows"]!.AsArray(), r => Assert.Equal("2024", (string)r!["edition"]!));
        Assert.Equal([true, true, false], preview["rows"]!.AsArray().Select(r => r!["keptUntil"] is not null));

        var (code, answer, notes) = await hub.RunAsync(Ct, "sync", "tax", "--json");
        var counts = JsonNode.Parse(answer)![0]!["counts"]!;
        Assert.True(code == 0, answer + notes);
        Assert.Equal((3, 2, 1), ((int)counts["read"]!, (int)counts["new"]!, (int)counts["rejected"]!));

        var traced = JsonNode.Parse((await hub.RunAsync(Ct, "trace", "--uscc", uscc, "--json")).Answer)!.AsArray();
        var version = Assert.Single(traced)!["versions"]![0]!;
        Assert.Equal((1, "tax", "PUBLISH"), ((int)version["version"]!, (string)version["connector"]!, (string)version["operation"]!));

        var making = version["making"]!;
        Assert.True((bool)making["identical"]!);
        Assert.Contains(making["fields"]!.AsArray(), f => ((string)f!["changedBy"]!).Length > 0);

        var rejections = JsonNode.Parse((await hub.RunAsync(Ct, "rejections", "--json")).Answer)!;
        Assert.Equal(1, (int)rejections["open"]!);
        Assert.NotEmpty(rejections["rows"]![0]!["causes"]!.AsArray());

        var status = JsonNode.Parse((await hub.RunAsync(Ct, "status", "--json")).Answer)!;
        Assert.Equal(1, (int)status["connectors"]![0]!["quarantined"]!);
        Assert.NotNull(status["nextRuns"]!["tax"]);
    }

    [Fact]
    public async Task Collected_records_have_subjects_with_a_file_of_their_own()
    {
        using var hub = new Hub("tax");
        string uscc = await TaxFile.WriteAsync(hub, Ct);
        hub.Set("CREDITHUB__COVERAGE__LEGALPERSONS", "4");
        Assert.Equal(0, (await hub.RunAsync(Ct, "sync", "tax")).Code);

        var counts = JsonNode.Parse((await hub.RunAsync(Ct, "subjects", "--json")).Answer)!;
        Assert.Equal(("企业", 2, 2), ((string)counts["libraries"]![0]!["library"]!, (int)counts["libraries"]![0]!["subjects"]!, (int)counts["libraries"]![0]!["withCode"]!));
        Assert.Equal(0.5, (double)counts["coverage"]![0]!["share"]!);
        Assert.Contains("no denominator is set", (string)counts["coverage"]![1]!["text"]!, StringComparison.Ordinal);

        var file = JsonNode.Parse((await hub.RunAsync(Ct, "subjects", uscc, "--json")).Answer)!;
        Assert.Equal(("样例一有限公司", 1), ((string)file["name"]!, (int)file["records"]![0]!["records"]!));
        Assert.Contains(uscc, (await hub.RunAsync(Ct, "subjects", uscc)).Answer, StringComparison.Ordinal);
        Assert.Equal(1, (await hub.RunAsync(Ct, "subjects", "91411000000000000X")).Code);

        var status = JsonNode.Parse((await hub.RunAsync(Ct, "status", "--json")).Answer)!["subjects"]!;
        Assert.Equal((2, 0, 0), ((int)status["live"]!, (int)status["openFindings"]!, (int)status["waitingRuns"]!));
    }

    [Fact]
    public async Task A_correction_by_hand_survives_every_full_reload_and_shows_in_preview_trace_and_check()
    {
        using var hub = new Hub("tax");
        string uscc = await TaxFile.WriteAsync(hub, Ct);
        Directory.CreateDirectory(Path.Combine(hub.Config, "overrides"));
        string file = Path.Combine(hub.Config, "overrides", "office.json");
        await File.WriteAllTextAsync(file,
            $$"""
            { "name": "office", "dataset": "NSXY_A", "author": "某人", "date": "2026-01-01", "reason": "主管税务机关名称有误", "document": "示函1号",
              "records": [{ "key": { "NSRSBH": "{{uscc}}", "SSND": "2025" }, "set": { "ZGSWJG": "国家税务总局更正市税务局" } }] }
            """, Ct);
        string preview = (await hub.RunAsync(Ct, "preview", "tax")).Answer;
        Assert.Contains("override:office", preview, StringComparison.Ordinal);

        Assert.Equal(0, (await hub.RunAsync(Ct, "sync", "tax")).Code);
        var again = JsonNode.Parse((await hub.RunAsync(Ct, "sync", "tax", "--full", "--json")).Answer)![0]!["counts"]!;
        Assert.Equal(0, (int)again["new"]! + (int)again["changed"]!);
        var version = JsonNode.Parse((await hub.RunAsync(Ct, "trace", "--uscc", uscc, "--json")).Answer)![0]!["versions"]!.AsArray()[^1]!;
        Assert.Equal("国家税务总局更正市税务局", (string)version["content"]!["ZGSWJG"]!);
        Assert.Contains("ZGSWJG override:office", version["repairs"]!.AsArray().Select(r => (string)r!));

        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("\"reason\"", "\"until\": \"2026-02-01\", \"reason\"", StringComparison.Ordinal), Ct);
        var check = await hub.RunAsync(Ct, "check");
        Assert.Equal(0, check.Code);
        Assert.Contains("overrides/office.json: its last day has passed", check.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_is_traced_by_a_code_its_subject_got_later_and_the_other_way_round()
    {
        using var hub = new Hub("tax");
        string old = await TaxFile.WriteAsync(hub, Ct);
        string fresh = MadeUpNumbers.Uscc(3);
        await File.WriteAllTextAsync(Path.Combine(hub.Config, "connectors", "codes.json"),
            """
            { "name": "codes", "supplier": { "code": "x", "name": "试验单位" }, "dataset": "ZCM_JZ", "edition": "2024",
              "source": { "kind": "FileDrop", "directory": "inbox/codes", "pattern": "*.csv", "stableSeconds": 0 }, "decoder": { "kind": "Csv" } }
            """, Ct);
        Directory.CreateDirectory(Path.Combine(hub.Data, "inbox", "codes"));
        await File.WriteAllTextAsync(Path.Combine(hub.Data, "inbox", "codes", "1.csv"), $"主体名称,原代码,新代码,处理方式,处理日期,处理单位\n样例一有限公司,{old},{fresh},新增,2026-03-02,样例局\n", Ct);
        Assert.Equal(0, (await hub.RunAsync(Ct, "sync", "tax", "codes")).Code);

        foreach (string code in new[] { fresh, old })
        {
            var traced = JsonNode.Parse((await hub.RunAsync(Ct, "trace", "--uscc", code, "--json")).Answer)!.AsArray();
            Assert.Equal(["NSXY_A", "ZCM_JZ"], traced.Select(r => (string)r!["versions"]![0]!["dataset"]!).Order());
        }
    }

    [Fact]
    public async Task The_service_stops_cleanly_on_sigterm_and_takes_its_database_with_it()
    {
        using var hub = new Hub("tax");
        using var service = hub.Start("run");
        string? line = "";
        while (line is not null && !line.Contains("Admin endpoint", StringComparison.Ordinal))
        {
            line = await service.StandardOutput.ReadLineAsync(Ct);
        }

        Assert.NotNull(line);
        using var kill = Process.Start("kill", ["-TERM", $"{service.Id}"]);
        await service.WaitForExitAsync(Ct);
        Assert.Equal(0, service.ExitCode);
        Assert.False(File.Exists(Path.Combine(hub.Data, "pg", "cluster", "postmaster.pid")));
    }

    [Fact]
    public async Task A_killed_service_leaves_a_database_that_the_next_command_uses_and_stops()
    {
        using var hub = new Hub("tax");
        using (var service = hub.Start("run"))
        {
            while (await service.StandardOutput.ReadLineAsync(Ct) is { } line && !line.Contains("Admin endpoint", StringComparison.Ordinal))
            {
            }

            service.Kill();
            await service.WaitForExitAsync(Ct);
        }

        Assert.True(File.Exists(Path.Combine(hub.Data, "pg", "cluster", "postmaster.pid")));
        Assert.Equal(0, (await hub.RunAsync(Ct, "status")).Code);
        Assert.False(File.Exists(Path.Combine(hub.Data, "pg", "cluster", "postmaster.pid")));
    }
}
