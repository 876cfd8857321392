using System.Security.Cryptography;
using System.Text;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Truth;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>A dataset that no program knows: one dataset file, one connector file, and its records are at a platform that checks every field.</summary>
public sealed class UnseenDatasetTests
{
    private const string Name = "water-saving";

    /// <summary>Own design, in the manner of the page in <c>config/catalog</c>.</summary>
    private const string Dataset =
        """
        {
          "code": "JSCN_LY", "edition": "2024", "name": "节水承诺履约（示例）", "category": "信用承诺及履行情况信息", "legalBasis": ["全国公共信用信息基础目录（2024年版）"],
          "nature": "中性", "suppliers": "市水务局", "updateCycle": "monthly", "disclosure": "社会公开", "libraries": ["企业"], "ownDate": "CNRQ",
          "retentionYears": { "years": 5, "source": "本市目录" }, "naturalKey": ["TYSHXYDM", "CNSBH"], "subject": { "name": "QYMC", "uscc": "TYSHXYDM" },
          "deadline": { "workingDays": 7, "from": "CNRQ", "source": "本市目录" },
          "verified": "own design", "source": "本市目录",
          "checks": [{ "id": "DUE", "severity": "error", "expression": "LYQK == '全部未履行' => notempty(WYJE)", "message": "全部未履行的，请填写违约金额" }],
          "fields": [
            { "code": "QYMC", "name": "企业名称", "type": "text", "maxLength": 200, "required": true, "rules": ["no_placeholder", "name_chars"] },
            { "code": "TYSHXYDM", "name": "统一社会信用代码", "type": "text", "maxLength": 18, "required": true, "rules": ["uscc"] },
            { "code": "CNSBH", "name": "承诺书编号", "type": "text", "maxLength": 40, "required": true, "rules": ["no_spaces"] },
            { "code": "CNRQ", "name": "承诺日期", "type": "date", "required": true, "rules": ["date_le_today"] },
            { "code": "DQRQ", "name": "到期日期", "type": "date", "rules": ["date_ge:CNRQ"] },
            { "code": "LYQK", "name": "履约情况", "type": "text", "maxLength": 20, "required": true, "codeSet": "COMMITMENT_STATUS", "rules": ["enum"] },
            { "code": "WYJE", "name": "违约金额（万元）", "type": "decimal", "precision": 18, "scale": 6, "unit": "万元", "requiredWhen": "LYQK == '部分履行'", "rules": ["gt:0"] },
            { "code": "SM", "name": "说明", "type": "longText", "maxLength": 500, "from": "2026-01-01" }
          ]
        }
        """;

    private const string Connector =
        """
        { "name": "water-saving", "supplier": { "code": "water-bureau", "name": "示例市水务局" }, "dataset": "JSCN_LY", "edition": "2024",
          "source": { "kind": "FileDrop", "directory": "inbox/water-saving", "pattern": "*.txt", "stableSeconds": 0 },
          "decoder": { "kind": "Csv", "encoding": "auto", "separator": "|" },
          "mapping": { "WYJE": { "column": "违约金", "unit": "元" }, "CNSBH": { "column": "编号" }, "LYQK": { "column": "状态", "codes": { "Y": "全部履行", "N": "全部未履行" } } },
          "deletion": { "column": "标志", "values": ["D"] } }
        """;

    private const string Refusals = "select string_agg(concat_ws(' ', line, field, rule), ', ' order by line, rule) from evidence.rejection where state = 'open'";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_dataset_file_and_one_connector_file_bring_records_to_a_platform()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await using var place = await CrashPlace.OpenAsync();
        await AddAsync(place);
        string[] codes = [.. Enumerable.Range(1, 5).Select(i => MadeUpNumbers.Uscc(i))];
        Drop(place, "1.txt",
            $"示例市清源纺织有限公司|{codes[0]}|JS-2026-1|2026年3月5日|20270304|Y||保持良好|",
            $"示例市碧水印染有限公司|{codes[1].ToLowerInvariant()}|JS - 2026 - 2|2026/3/6||N|1,250,000.50|　逾期未改　|",
            $"示例市甘泉饮品有限公司|{codes[2]}|JS-2026-3|20260307|2026-03-01|Y|||", // ends before it begins
            $"示例市润泽食品有限公司|{MadeUpNumbers.Spoil(codes[3])}|JS-2026-4|20260308||已履行|||", // check character
            $"示例市长流水务有限公司|{codes[4]}|JS-2026-5|20251231||N||那时还没有这一栏|"); // no sum

        await CrashPlace.DoneAsync(place.Start("check"), Ct);
        await CrashPlace.DoneAsync(place.Start("sync", Name, "--wait"), Ct);
        await place.DeliverAsync(Ct);

        Assert.Equal("5 2 3", await place.Database.ScalarAsync<string>("select concat_ws(' ', read, new, rejected) from evidence.run", Ct));
        Assert.Equal("3 DQRQ date_ge, 4 TYSHXYDM uscc, 5 LYQK DUE", await place.Database.ScalarAsync<string>(Refusals, Ct));
        AssertHeld(
            place,
            $$"""{"QYMC":"示例市清源纺织有限公司","TYSHXYDM":"{{codes[0]}}","CNSBH":"JS-2026-1","CNRQ":"2026/03/05","DQRQ":"2027/03/04","LYQK":"全部履行","SM":"保持良好"}""",
            $$"""{"QYMC":"示例市碧水印染有限公司","TYSHXYDM":"{{codes[1]}}","CNSBH":"JS-2026-2","CNRQ":"2026/03/06","LYQK":"全部未履行","WYJE":"125.00005","SM":"逾期未改"}""");

        Drop(place, "2.txt",
            $"|{codes[0]}|JS-2026-1||||||D",
            $"示例市碧水印染有限公司|{codes[1]}|JS-2026-2|20260306||部分履行|30000|已部分改正|",
            $"示例市长流水务有限公司|{codes[4]}|JS-2026-5|20251231||N|800|那时还没有这一栏|");
        await CrashPlace.DoneAsync(place.Start("sync", Name, "--wait"), Ct);
        await place.DeliverAsync(Ct);

        AssertHeld(
            place,
            $$"""{"QYMC":"示例市碧水印染有限公司","TYSHXYDM":"{{codes[1]}}","CNSBH":"JS-2026-2","CNRQ":"2026/03/06","LYQK":"部分履行","WYJE":"3","SM":"已部分改正"}""",
            $$"""{"QYMC":"示例市长流水务有限公司","TYSHXYDM":"{{codes[4]}}","CNSBH":"JS-2026-5","CNRQ":"2025/12/31","LYQK":"全部未履行","WYJE":"0.08"}""");
        await place.Judge.AssertSoundAsync(Ct);
    }

    /// <summary>A platform with the catalog of the place: the new file is there as here.</summary>
    private static async Task AddAsync(CrashPlace place)
    {
        await File.WriteAllTextAsync(Path.Combine(place.Config, "catalog", "2024", "JSCN_LY.json"), Dataset, Ct);
        await File.WriteAllTextAsync(Path.Combine(place.Config, "connectors", Name + ".json"), Connector, Ct);
        var old = place.Platform;
        await old.DisposeAsync();
        place.Platforms[CrashPlace.PlatformName] = await FakePlatform.StartAsync(old.Options with { ConfigDirectory = place.Config, Port = old.Address.Port }, Ct);
    }

    private static void Drop(CrashPlace place, string name, params string[] rows)
    {
        string directory = Directory.CreateDirectory(Path.Combine(place.Data, "inbox", Name)).FullName, part = Path.Combine(directory, name + ".part");
        File.WriteAllText(part, string.Join("\r\n", rows.Prepend("企业名称|统一社会信用代码|编号|承诺日期|到期日期|状态|违约金|说明|标志")) + "\r\n", Encoding.GetEncoding("GB18030"));
        File.Move(part, Path.Combine(directory, name));
    }

    /// <summary>Of what is published there: byte for byte.</summary>
    private static void AssertHeld(CrashPlace place, params string[] contents) => Assert.Equal(
        contents.Select(content => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)))).ToHashSet(),
        place.Platform.Holdings.Values.Where(h => h.State == "PUBLISHED").Select(h => h.ContentSha256!).ToHashSet());
}
