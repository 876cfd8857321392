using System.Collections.Concurrent;
using System.Text;
using CreditHub.Testing.Platforms;
using CreditHub.Testing.Truth;
using CreditHub.Testing.Truth.Recipes;
using Dapper;

namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>
/// Made-up personal values, each found nowhere else, go the real way: stored, refused here and there, left out, unreadable. Afterwards they stand where
/// they belong and nowhere else.
/// </summary>
public sealed class PlantedDataTests
{
    private const string Register = "register";

    /// <summary>Columns of the books that are made for them: what a record says, a refused row as it came, names by which subjects are found.</summary>
    private static readonly string[] s_places = ["record_version.content", "rejection.raw"];

    private static readonly string[] s_names = ["植甲云岚", "植乙云岚", "植丙云岚", "植丁云岚", "植戊云岚", "植己云岚", "植庚云岚"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Name, identity number, phone and address of one of them.</summary>
    private static string[] Of(int number) => [s_names[number], MadeUpNumbers.CitizenId(7_100 + number), $"1390077{number}{number}{number}1", $"示例市植入大道{number}{number}8号"];

    private static string[] Planted { get; } = [.. Enumerable.Range(0, s_names.Length).SelectMany(Of)];

    [Fact]
    public async Task Personal_values_stand_where_they_belong_and_nowhere_else()
    {
        await using var place = await CrashPlace.OpenAsync(twoPlatforms: true);
        place.Settings["CREDITHUB__LOGGING__LEVEL"] = "Verbose";
        Configure(place);
        var arrived = Watch(place);
        Drop(place);

        var said = new StringBuilder();
        await RunAsync(place, said, ["sync", Register, CrashPlace.Connector, "--wait"]);
        await RunAsync(place, said, ["deliver", "--wait"]);
        var shown = await QueryAsync(place, "select record_id from evidence.outbox where platform = 'nation' and state <> 'accepted'");
        Assert.Equal(2, shown.Count);
        string held = Assert.Single(await QueryAsync(place, "select record_id from evidence.placement where platform = 'nation'"));
        place.Second.AddFeedback(new("f1", held, "QUALITY", "E9", "CERNO", $"证件号码与登记不符：{string.Join('、', Of(0))}", DateTimeOffset.UnixEpoch));
        await RunAsync(place, said, ["feedback", "nation"]);
        File.WriteAllText(Path.Combine(place.Data, "inbox", Register, "next.csv"), Lines(Row(0), Row(2)));
        await Task.WhenAll(
            shown.Select(id => (string[])["trace", "--record", id]).Append(["status"]).Append(["rejections"]).Append(["preview", Register])
                .Select(words => RunAsync(place, said, words)));

        Assert.Equal(["accepted province", "accepted province", "accepted province", "accepted nation", "excluded nation", "refused nation"], await QueryAsync(place, "select state || ' ' || platform from evidence.outbox order by platform desc, state"));
        Assert.Equal(2, await place.Database.ScalarAsync<long>("select count(*) from evidence.payload where not complete", Ct));
        Absent("what commands say", said.ToString());
        Absent("the logs", string.Concat(Directory.EnumerateFiles(Path.Combine(place.Data, "logs")).Select(File.ReadAllText)));
        Absent("names of files", string.Join('\n', Directory.EnumerateFileSystemEntries(place.Data, "*", SearchOption.AllDirectories)));
        Absent("addresses and keys at platforms", string.Join('\n', place.Platform.Log.Concat(place.Second.Log).Select(l => $"{l.Path} {l.PacketId} {l.Error}")));
        Absent("what who publishes got", string.Join('\n', arrived["nation"]));
        Assert.Empty(await FoundInBooksAsync(place));

        // and they did go this way
        Assert.All(Of(0).Concat(Of(1)), value => Assert.Contains(value, string.Concat(arrived["province"]), StringComparison.Ordinal));
        Assert.Contains("证件号码与登记不符", said.ToString(), StringComparison.Ordinal);
        Assert.Contains("says", said.ToString(), StringComparison.Ordinal);
        var raw = await QueryAsync(place, "select raw from hub.rejection");
        Assert.All(Of(2)[2..], value => Assert.Contains(value, string.Concat(raw), StringComparison.Ordinal));
    }

    private static void Configure(CrashPlace place)
    {
        string nation = Path.Combine(place.Config, "platforms", "nation.json");
        File.WriteAllText(nation, File.ReadAllText(nation).Replace("\"publishes\": false", "\"publishes\": true", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(place.Data, "inbox", Register));
        File.WriteAllText(Path.Combine(place.Config, "connectors", Register + ".json"),
            $$"""
            { "name": "{{Register}}", "supplier": { "code": "test", "name": "示例市市场监督管理局" }, "dataset": "FR_DJJB", "edition": "2024",
              "source": { "kind": "FileDrop", "directory": "inbox/{{Register}}", "pattern": "*.csv", "stableSeconds": 0 },
              "decoder": { "kind": "Csv", "encoding": "UTF-8", "separator": "," },
              "exclude": [{ "when": "OPSCOPE contains '测试'", "reason": "测试数据" }], "limits": { "rejectedShare": 1 } }
            """);
    }

    /// <summary>What reached each platform; the nation refuses one record and repeats its values, as real ones do.</summary>
    private static Dictionary<string, ConcurrentBag<string>> Watch(CrashPlace place)
    {
        var arrived = new Dictionary<string, ConcurrentBag<string>> { ["province"] = [], ["nation"] = [] };
        place.Platform.Faults.Add(new(PlatformFaultKind.RejectRecords) { Records = r => Seen("province", r) });
        place.Second.Faults.Add(new(PlatformFaultKind.RejectRecords)
        {
            Records = r => Seen("nation", r) || r["ENTNAME"]?.Contains("拒收", StringComparison.Ordinal) == true,
            Code = "E1003", Field = "CERNO", Message = $"法定代表人{Of(1)[0]}的证件号码{Of(1)[1]}有误",
        });
        return arrived;

        bool Seen(string platform, PlatformRecord record)
        {
            arrived[platform].Add(record.Data.ToString());
            return false;
        }
    }

    /// <summary>0 stored, 1 refused by the nation, 2 refused here, 3 left out; 4 in a file without header, 5 in a file of another encoding, 6 a person.</summary>
    private static void Drop(CrashPlace place)
    {
        string inbox = Path.Combine(place.Data, "inbox", Register);
        File.WriteAllText(Path.Combine(inbox, "a.csv"), Lines(Row(0), Row(1), Row(2), Row(3)));
        File.WriteAllText(Path.Combine(inbox, "b.csv"), string.Join(',', Row(4).Values) + "\n");
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        File.WriteAllBytes(Path.Combine(inbox, "c.csv"), Encoding.GetEncoding("GB18030").GetBytes(Lines(Row(5))));
        var person = Made("SGS_XZCF", "2019", 7);
        (person["CF_XDR_MC"], person["CF_XDR_ZJLX"], person["CF_XDR_ZJHM"]) = (Of(6)[0], "身份证", Of(6)[1]);
        place.Drop("p.csv", Encoding.UTF8.GetBytes(Lines(person)));
    }

    private static Dictionary<string, string> Row(int number)
    {
        var row = Made("FR_DJJB", "2024", number + 1);
        string[] values = Of(number);
        (row["NAME"], row["CERNO"], row["TEL"], row["DOM"]) = (values[0], number == 2 ? MadeUpNumbers.Spoil(values[1]) : values[1], values[2], values[3]);
        row["ENTNAME"] += number == 1 ? "拒收分公司" : "";
        row["OPSCOPE"] = number == 3 ? "测试" : "批发";
        row["ESTDATE"] = number == 2 ? "2026-13-45" : row["ESTDATE"];
        return row;
    }

    private static Dictionary<string, string> Made(string dataset, string edition, int number)
    {
        var seed = new MadeUpRow(5, number, new DateOnly(2026, 11, 20));
        return ShippedRecipes.For(CrashConfig.Shipped, dataset, edition).Fields.ToDictionary(f => f.Code, f => f.Make(seed) ?? "");
    }

    private static string Lines(params Dictionary<string, string>[] rows) =>
        string.Join(',', rows[0].Keys) + "\n" + string.Concat(rows.Select(row => string.Join(',', row.Values.Select(v => v.Replace(',', '，'))) + "\n"));

    private static async Task RunAsync(CrashPlace place, StringBuilder said, string[] words)
    {
        var worker = place.Start(words);
        int code = await worker.EndAsync(Ct);
        lock (said)
        {
            said.AppendLine(worker.Said);
        }

        Assert.True(code is 0 or 1, $"{worker.Words} ended with {code}:\n{worker.Said}");
    }

    private static void Absent(string where, string text)
    {
        Assert.NotEqual("", text);
        Assert.True(Array.TrueForAll(Planted, value => !text.Contains(value, StringComparison.Ordinal)),
            $"in {where}: {string.Join('\n', text.Split('\n').Where(line => Planted.Any(value => line.Contains(value, StringComparison.Ordinal))).Take(5))}");
    }

    /// <summary>Tables and columns with a planted value that are not made for it.</summary>
    private static async Task<List<string>> FoundInBooksAsync(CrashPlace place)
    {
        await using var connection = await place.Database.Source.OpenConnectionAsync(Ct);
        var found = new List<string>();
        foreach (string table in (await connection.QueryAsync<string>("select table_name from information_schema.tables where table_schema = 'hub' and table_type = 'BASE TABLE'")).ToList())
        {
            found.AddRange(await connection.QueryAsync<string>(
                $"select distinct '{table}.' || e.key from hub.{table} t, jsonb_each_text(to_jsonb(t)) e where exists (select 1 from unnest(@Planted) p where strpos(e.value, p) > 0)", new { Planted }));
        }

        Assert.Subset(found.ToHashSet(), s_places.ToHashSet());
        return [.. found.Except(s_places)];
    }

    private static async Task<List<string>> QueryAsync(CrashPlace place, string sql)
    {
        await using var connection = await place.Database.Source.OpenConnectionAsync(Ct);
        return (await connection.QueryAsync<string>(sql)).AsList();
    }
}
