using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CreditHub.Pipelines.Model;
using CreditHub.Testing;
using CreditHub.Testing.Suppliers;
using CreditHub.Testing.Truth;
using Npgsql;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>What <c>check --connect</c> says: each way of going wrong has words of its own, whatever the kind of source.</summary>
public sealed class ConnectionTrialTests
{
    private const string Key = "made-up-key";
    private const string Sftp = "county-south-permits";
    private const string Ftps = "procuratorate-cases";

    /// <summary>The workbook of one connector on the server of another.</summary>
    private const string SftpWorkbook = "emergency-remote";

    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // connector; what is written wrongly (a pattern in its file) and what stands there instead; what is to be said
    private static readonly (string Connector, string Pattern, string Wrong, string Said)[] Cases =
    [
        ("tax", "", "", "has "),
        ("tax", "\"column\": \"评价日期\"", "\"column\": \"没有的列\"", "缺少列：没有的列"),
        ("tax", "\"pattern\": ?\"[^\"]*\"", "\"pattern\": \"*.nothing\"", "has nothing to collect"),
        ("emergency-lists", "", "", "has "),
        ("emergency-lists", "\"kind\": \"Excel\"", "\"kind\": \"Excel\", \"sheet\": \"没有的表\"", "没有的表"),
        ("emergency-lists", "\"column\": \"主要失信事实\"", "\"column\": \"没有的列\"", "缺少列：没有的列"),
        ("court", "", "", "has "),
        ("court", "\"address\": \"[^\"]*\"", "\"address\": \"http://127.0.0.1:9\"", "connect"),
        ("court", "\"X-Api-Key\"", "\"X-Other\"", "refuses us (401)"),
        ("court", "/openapi/sxbzxr/list", "/openapi/nowhere", "no such path (404)"),
        ("court", "\"records\": \"\\$.result.rows\"", "\"records\": \"$.result.lines\"", "$.result.lines"),
        ("court", "\"column\": \"iname\"", "\"column\": \"nobody\"", "缺少列：nobody"),
        ("housing-penalties", "", "", "the table holds 20 rows"),
        ("housing-penalties", "\"connection\": \"[^\"]*\"", "\"connection\": \"file:{unreachable}\"", "cannot be reached"),
        ("housing-penalties", "\"connection\": \"[^\"]*\"", "\"connection\": \"file:{stranger}\"", "does not let us in"),
        ("housing-penalties", "\"connection\": \"[^\"]*\"", "\"connection\": \"file:{elsewhere}\"", "database of that name does not exist"),
        ("housing-penalties", "qzk.xzcf", "qzk.nothing", "the table does not exist"),
        ("housing-penalties", "\"time\": \"dsc_biz_timestamp\"", "\"time\": \"dsc_nothing\"", "no column dsc_nothing"),
        ("housing-penalties", "\"column\": \"cf_wsh\"", "\"column\": \"cf_nothing\"", "缺少列：cf_nothing"),
        ("land-permits", "", "", "the query answers rows"),
        ("land-permits", "\"column\": \"xk_wsh\"", "\"column\": \"xk_nothing\"", "缺少列：xk_nothing"),
        ("land-permits", "\"connection\": \"[^\"]*\"", "\"connection\": \"file:{unreachable}\"", "cannot be reached"),
        ("land-permits", "\"connection\": \"[^\"]*\"", "\"connection\": \"file:{stranger}\"", "does not let us in"),
        ("land-permits", "land-permits.sql", "no-table.sql", "does not exist"),
        ("urban-penalties", "", "", "has "),
        ("urban-penalties", "\"address\": \"[^\"]*\"", "\"address\": \"http://127.0.0.1:9\"", "connect"),
        ("urban-penalties", "\"X-Token\"", "\"X-Other\"", "refuses us (401)"),
        ("urban-penalties", "/services/CreditService", "/services/Nowhere", "no such path (404)"),
        ("urban-penalties", "exportPenaltiesResponse", "exportPermitsResponse", "exportPermitsResponse"),
        ("urban-penalties", "\"column\": \"CF_WSH\"", "\"column\": \"CF_NOTHING\"", "缺少列：CF_NOTHING"),
        (Sftp, "", "", "the server holds 1 matching of 3 files; has NHQ_XK_"),
        (Sftp, "\"port\": ?[0-9]+", "\"port\":1", "cannot be reached"),
        (Sftp, "\"user\": ?\"[^\"]*\"", "\"user\":\"stranger\"", "refuses user and key"),
        (Sftp, "/out/permits\"", "/out/nothing\"", "does not exist"),
        (Sftp, "\"XK_WSH\":{\"column\":\"[^\"]*\"", "\"XK_WSH\":{\"column\":\"没有的列\"", "缺少列：没有的列"),
        (SftpWorkbook, "", "", "the server holds 1 matching of 3 files; has 安全生产黑名单"),
        (SftpWorkbook, "\"kind\":\"Excel\"", "\"kind\":\"Excel\",\"sheet\":\"没有的表\"", "没有的表"),
        (SftpWorkbook, "\"column\":\"主要失信事实\"", "\"column\":\"没有的列\"", "缺少列：没有的列"),
        (Ftps, "", "", "the server holds 1 matching of 2 files; has LHJC01_"),
        (Ftps, "\"port\":[0-9]+", "\"port\":1", "cannot be reached"),
        (Ftps, "\"password\":\"[^\"]*\"", "\"password\":\"file:{wrong}\"", "refuses user and password"),
        (Ftps, ",\"certificateAuthority\":\"[^\"]*\"", "", "the certificate is not trusted"),
        (Ftps, "\"directory\":\"out\"", "\"directory\":\"nothing\"", "does not exist"),
        (Ftps, "DATAS/DATA", "ROWS/DATA", "在 ROWS/DATA 处没有记录"),
        (Ftps, "{\"column\":\"ALBH\"}", "{\"column\":\"NOTHING\"}", "缺少列：NOTHING"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_way_of_going_wrong_has_words_of_its_own()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await using var front = await TestDatabase.CreateAsync(Stop);
        await using var town = new SupplierTown(front.ConnectionString, Key);
        string[] names = [.. Cases.Select(c => c.Connector).Where(c => c != SftpWorkbook).Distinct()];
        hub.AddShippedConnectors(names);
        await town.StartServersAsync(hub.ConfigDirectory, Path.Combine(hub.Data, "secrets"));
        var plan = new FeedPlan { Today = new DateOnly(2026, 11, 20), Good = 20, BadOfEach = 0, Repeated = 0, Corrected = 0, Excluded = 0, Messy = false };
        var feeds = FeedLayout.Load(hub.ConfigDirectory).Select(layout => (Layout: layout, Truth: FeedGenerator.Make(layout, plan))).ToList();
        await town.ServeAsync(feeds, ct: Stop);
        foreach (var (layout, truth) in feeds)
        {
            await town.HandOverAsync(layout, truth, hub.Data, "20261120", Stop);
        }

        if (SshServer.IsInstalled)
        {
            AddWorkbookOnServer(hub, town.HomeOf(Sftp));
        }

        hub.SetReferences(town.Environment, Key);
        File.WriteAllText(Path.Combine(hub.ConfigDirectory, "queries", "no-table.sql"), "select * from gtxk.nothing where gxsj > @since and recid > @sinceId order by gxsj, recid limit @limit");
        string[] without = [.. SshServer.IsInstalled ? (string[])[] : [Sftp, SftpWorkbook], .. FtpServer.IsInstalled ? (string[])[] : [Ftps]];
        var tried = Cases.Where(c => !without.Contains(c.Connector)).Select((c, i) => (c, Name: $"{c.Connector}-{i}")).ToList();
        foreach (var (one, name) in tried)
        {
            hub.WriteConnector(name, Written(hub, front, one, name));
        }

        await hub.LoadAsync();

        // side by side: one that nobody answers is tried for a while
        var said = await Task.WhenAll(tried.Select(t => SaidAsync(hub, t.Name)));
        Assert.Empty(tried.Zip(said).Where(t => !t.Second.Contains(t.First.c.Said, StringComparison.Ordinal)).Select(t => $"{t.First.c.Connector} with {t.First.c.Wrong}: {t.Second}"));
    }

    private static string Written(SupplierHub hub, TestDatabase front, (string Connector, string Pattern, string Wrong, string Said) one, string name)
    {
        string text = File.ReadAllText(Path.Combine(hub.ConfigDirectory, "connectors", one.Connector + ".json"));
        string wrong = one.Wrong
            .Replace("{unreachable}", Connection(hub, front, "unreachable", c => (c.Host, c.Port) = ("127.0.0.1", 9)), StringComparison.Ordinal)
            .Replace("{stranger}", Connection(hub, front, "stranger", c => (c.Username, c.Password) = ("nobody_we_know", "made-up")), StringComparison.Ordinal)
            .Replace("{wrong}", Secret(hub, "wrong", "another"), StringComparison.Ordinal)
            .Replace("{elsewhere}", Connection(hub, front, "elsewhere", c => c.Database = "no_such_database"), StringComparison.Ordinal);
        string changed = one.Pattern.Length == 0 ? text : Regex.Replace(text, one.Pattern, wrong.Replace("$", "$$", StringComparison.Ordinal));
        Assert.True(one.Pattern.Length == 0 || changed != text, $"{one.Connector} has no {one.Pattern}");
        return Regex.Replace(changed, "\"name\": ?\"" + one.Connector + "\"", $"\"name\": \"{name}\"");
    }

    private static string Connection(SupplierHub hub, TestDatabase front, string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var connection = new NpgsqlConnectionStringBuilder(front.ConnectionString) { Timeout = 5 };
        change(connection);
        return Secret(hub, name, connection.ConnectionString);
    }

    private static string Secret(SupplierHub hub, string name, string text)
    {
        string file = Path.Combine(hub.Data, "secrets", name);
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }

    private static void AddWorkbookOnServer(SupplierHub hub, string home)
    {
        JsonNode Read(string connector) => JsonNode.Parse(File.ReadAllText(Path.Combine(hub.ConfigDirectory, "connectors", connector + ".json")))!;
        var lists = Read("emergency-lists");
        lists["name"] = SftpWorkbook;
        lists["source"]!["directory"] = "inbox/" + SftpWorkbook;
        lists["source"]!["stableSeconds"] = 0;
        lists["source"]!["remote"] = Read(Sftp)["source"]!["remote"]!.DeepClone();
        hub.WriteConnector(SftpWorkbook, lists.ToJsonString(AsWritten));
        string workbook = Directory.EnumerateFiles(Path.Combine(hub.Data, "inbox", "emergency-lists"), "*.xlsx").Single();
        File.Copy(workbook, Path.Combine(home, Path.GetFileName(workbook)));
    }

    private static async Task<string> SaidAsync(SupplierHub hub, string connector)
    {
        try
        {
            return await hub.TryAsync(connector);
        }
        catch (ConnectorException failed)
        {
            return failed.OperatorMessage;
        }
    }
}
