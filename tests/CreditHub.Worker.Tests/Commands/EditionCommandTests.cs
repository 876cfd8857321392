using System.Text.Json.Nodes;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.Commands;

/// <summary>A dataset that nobody here has seen, in two editions, added with config files alone.</summary>
public sealed class EditionCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_record_is_stored_in_the_edition_of_its_own_day_and_another_config_shows_its_effect_first()
    {
        using var hub = new Hub();
        WriteDataset(hub.Config, "2015", """ "effectiveTo": "2018-12-31", """, "OLD_STATE");
        WriteDataset(hub.Config, "2019", """ "effectiveFrom": "2019-01-01", """, "NEW_STATE");
        WriteCodes(hub.Config, "OLD_STATE", "正常", "撤销");
        WriteCodes(hub.Config, "NEW_STATE", "无效", "有效");
        Write(hub.Config, "connectors/licence.json",
            """
            { "name": "licence", "supplier": { "code": "x", "name": "试验单位" }, "dataset": "ZZ_LIC", "edition": ["2015", "2019"],
              "source": { "kind": "FileDrop", "directory": "inbox/licence", "pattern": "*.csv", "stableSeconds": 0 }, "decoder": { "kind": "Csv" } }
            """);
        Write(hub.Data, "inbox/licence/1.csv",
            $"ZZ_NO,ZZ_NAME,ZZ_CODE,ZZ_DAY,ZZ_STATE\r\nA1,样例一有限公司,{MadeUpNumbers.Uscc(1)},2017-05-04,1\r\nA2,样例二有限公司,{MadeUpNumbers.Uscc(2)},2026-05-04,1\r\nA3,样例三有限公司,{MadeUpNumbers.Uscc(3)},2026-05-05,7\r\n");

        var (code, answer, notes) = await hub.RunAsync(Ct, "sync", "licence", "--json");

        Assert.True(code == 0, answer + notes);
        Assert.Equal((2, 1), ((int)JsonNode.Parse(answer)![0]!["counts"]!["new"]!, (int)JsonNode.Parse(answer)![0]!["counts"]!["rejected"]!));
        Assert.Equal(("2015", "撤销"), await StateAsync(hub, MadeUpNumbers.Uscc(1)));
        Assert.Equal(("2019", "有效"), await StateAsync(hub, MadeUpNumbers.Uscc(2)));

        string next = Path.Combine(hub.Home, "next");
        CopyConfig(hub.Config, next);
        WriteCodes(next, "NEW_STATE", "无效", "有效", "其他", "其他", "其他", "其他", "其他", "未知");
        WriteDataset(next, "2015", """ "effectiveTo": "2018-12-31", """, "OLD_STATE", nameLength: 3);
        var effect = JsonNode.Parse((await hub.RunAsync(Ct, "preview", "--against", next, "--json")).Answer)![0]!;
        Assert.Equal((3, 1, 1, 1), ((int)effect["records"]!, (int)effect["same"]!, (int)effect["refused"]!, (int)effect["accepted"]!));
        Assert.Equal("maxLength ZZ_NAME", Assert.Single(effect["reasons"]!.AsObject()).Key);

        Write(next, "codesets/NEW_STATE.json", "{}");
        var refused = await hub.RunAsync(Ct, "preview", "licence", "--against", next);
        Assert.Equal(2, refused.Code);
        Assert.Contains("NEW_STATE.json", refused.Answer + refused.Notes, StringComparison.Ordinal);
    }

    private static async Task<(string Edition, string State)> StateAsync(Hub hub, string uscc)
    {
        var version = JsonNode.Parse((await hub.RunAsync(Ct, "trace", "--uscc", uscc, "--json")).Answer)![0]!["versions"]![0]!;
        return ((string)version["edition"]!, version.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) is var text
            && new[] { "正常", "撤销", "无效", "有效" }.SingleOrDefault(word => text.Contains(word, StringComparison.Ordinal)) is { } state ? state : "");
    }

    private static void WriteDataset(string config, string edition, string period, string codes, int nameLength = 100) => Write(config, $"catalog/{edition}/ZZ_LIC.json",
        $$"""
        { "code": "ZZ_LIC", "edition": "{{edition}}", "name": "试验许可", "category": "行政管理信息", "disclosure": "社会公开", {{period}} "ownDate": "ZZ_DAY",
          "naturalKey": ["ZZ_NO", "ZZ_CODE"], "subject": { "name": "ZZ_NAME", "uscc": "ZZ_CODE" },
          "fields": [
            { "code": "ZZ_NO", "name": "文号", "type": "text", "maxLength": 20, "required": true },
            { "code": "ZZ_NAME", "name": "主体名称", "type": "text", "maxLength": {{nameLength}}, "required": true },
            { "code": "ZZ_CODE", "name": "统一社会信用代码", "type": "text", "maxLength": 18, "required": true, "rules": ["uscc"] },
            { "code": "ZZ_DAY", "name": "决定日期", "type": "date", "required": true },
            { "code": "ZZ_STATE", "name": "状态", "type": "text", "maxLength": 10, "codeSet": "{{codes}}", "rules": ["enum_name"] } ] }
        """);

    private static void WriteCodes(string config, string code, params string[] names) => Write(config, $"codesets/{code}.json",
        $$"""{ "code": "{{code}}", "name": "试验", "verified": "false", "items": [{{string.Join(',', names.Select((name, i) => $$"""{ "code": "{{i}}", "name": "{{name}}{{(i > 2 ? i : "")}}" }"""))}}] }""");

    private static void Write(string folder, string name, string text)
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-5));
    }

    private static void CopyConfig(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            Write(to, Path.GetRelativePath(from, file), File.ReadAllText(file));
        }
    }
}
