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

    // connector; what is written wrongly (a pattern in its file) and what stands there instead; what is to be said
    private static readonly (string Connector, string Pattern, string Wrong, string Said)[] Cases =
    [
        ("tax", "", "", "has "),
        ("tax", "\"column\": \"评价日期\"", "\"column\": \"没有的列\"", "缺少列：没有的列"),
        ("emergency-lists", "", "", "has "),
        ("emergency-lists", "\"kind\": \"Excel\"", "\"kind\": \"Excel\", \"sheet\": \"没有的表\"", "没有的表"),
        ("emergency-lists", "\"column\": \"主要失信事实\"", "\"column\": \"没有的列\"", "缺少列：没有的列"),
        ("court", "", "", "has "),
        ("court", "\"address\": \"[^\"]*\"", "\"address\": \"http://127.0.0.1:9\"", "connect"),
        ("court", "\"X-Api-Key\"", "\"X-Other\"", "refuses us (401)"),
        ("court", "/openapi/sxbzxr/list", "/openapi/nowhere", "no such path (404)"),
        ("court", "\"records\": \"\\$.result.rows\",", "\"records\": \"$.result.lines\",", "$.result.lines"),
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
        ("county-south-permits", "", "", "the server holds 1 matching"),
        ("county-south-permits", "\"port\": ?[0-9]+", "\"port\":1", "cannot be reached"),
        ("county-south-permits", "\"user\": ?\"[^\"]*\"", "\"user\":\"stranger\"", "refuses user and key"),
        ("county-south-permits", "/out/permits\"", "/out/nothing\"", "does not exist"),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_way_of_going_wrong_has_words_of_its_own()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await using var front = await TestDatabase.CreateAsync(Stop);
        await using var town = new SupplierTown(front.ConnectionString, Key);
        string[] names = [.. Cases.Select(c => c.Connector).Distinct()];
        hub.AddShippedConnectors(names);
        await town.StartServersAsync(hub.ConfigDirectory, Path.Combine(hub.Data, "secrets"));
        var plan = new FeedPlan { Today = new DateOnly(2026, 11, 20), Good = 20, BadOfEach = 0, Repeated = 0, Corrected = 0, Excluded = 0, Messy = false };
        var feeds = FeedLayout.Load(hub.ConfigDirectory).Select(layout => (Layout: layout, Truth: FeedGenerator.Make(layout, plan))).ToList();
        await town.ServeAsync(feeds, ct: Stop);
        foreach (var (layout, truth) in feeds)
        {
            await town.HandOverAsync(layout, truth, hub.Data, "20261120", Stop);
        }

        hub.SetReferences(town.Environment, Key);
        var tried = Cases.Where(c => c.Connector != "county-south-permits" || SshServer.IsInstalled).Select((c, i) => (c, Name: $"{c.Connector}-{i}")).ToList();
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
            .Replace("{elsewhere}", Connection(hub, front, "elsewhere", c => c.Database = "no_such_database"), StringComparison.Ordinal);
        string changed = one.Pattern.Length == 0 ? text : Regex.Replace(text, one.Pattern, wrong.Replace("$", "$$", StringComparison.Ordinal));
        Assert.True(one.Pattern.Length == 0 || changed != text, $"{one.Connector} has no {one.Pattern}");
        return Regex.Replace(changed, "\"name\": ?\"" + one.Connector + "\"", $"\"name\": \"{name}\"");
    }

    private static string Connection(SupplierHub hub, TestDatabase front, string name, Action<NpgsqlConnectionStringBuilder> change)
    {
        var connection = new NpgsqlConnectionStringBuilder(front.ConnectionString) { Timeout = 5 };
        change(connection);
        string file = Path.Combine(hub.Data, "secrets", name);
        File.WriteAllText(file, connection.ConnectionString);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
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
