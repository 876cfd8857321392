using System.IO.Compression;
using System.Text;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Runs;
using CreditHub.Testing;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>
/// Formats in which a record leaves out what is empty: what it need not have is empty, also when no record of the payload has it. What it must have and none has
/// is a missing column, for a run as for a preview and a trial. A table lacks any column it does not have.
/// </summary>
public sealed class AbsentElementTests
{
    private const string Full = """{"usc":"914403001922038216","no":"1","day":"2026-11-01","amount":"3","late":"0.5"}""";
    private const string Lean = """{"usc":"914403001922038216","no":"2","day":"2026-11-01","amount":"4"}""";
    private const string Poor = """{"usc":"914403001922038216","no":"3","day":"2026-11-01"}""";
    private static readonly string[] Ways = ["Json", "JsonLines", "Xml", "Zip", "GZip", "RestJson", "RestXml"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_no_record_brings_is_missing_only_when_a_record_must_have_it()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await using var server = await StubServer.StartAsync(ct: Stop);
        foreach (string way in Ways)
        {
            hub.WriteConnector(way.ToLowerInvariant(), Connector(way, server.Address));
        }

        await hub.LoadAsync();
        foreach (string way in Ways)
        {
            string name = way.ToLowerInvariant();
            HandOver(hub, server, way, Lean, Lean.Replace("\"2\"", "\"9\"", StringComparison.Ordinal));
            Assert.Equal((way, "0,0"), (way, await RulesAsync(hub, name)));
            Assert.StartsWith("has ", await hub.TryAsync(name), StringComparison.Ordinal);
            var run = await hub.SyncAsync(name);
            Assert.Equal((way, "succeeded", 2), (way, run.Outcome, run.Counts.Read));

            HandOver(hub, server, way, Poor, Full);
            Assert.Equal((way, "1,0"), (way, await RulesAsync(hub, name)));

            HandOver(hub, server, way, Poor);
            string missing = (await Assert.ThrowsAsync<ConnectorException>(() => hub.PreviewAsync(name))).OperatorMessage;
            Assert.Contains("缺少列：amount（BQSL）。", missing, StringComparison.Ordinal);
            Assert.Equal(missing, (await Assert.ThrowsAsync<ConnectorException>(() => hub.TryAsync(name))).OperatorMessage);
            Assert.Equal((way, "failed", missing), (way, (run = await hub.SyncAsync(name)).Outcome, run.Message));

            HandOver(hub, server, way);
            Assert.Equal((way, "zero_report"), (way, (run = await hub.SyncAsync(name)).Outcome));
        }
    }

    [Fact]
    public async Task A_table_without_a_column_that_is_mapped_does_not_fit_whatever_its_format()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await using var front = await TestDatabase.CreateEmptyAsync(Stop);
        await front.ExecuteAsync("create table water (id int, at timestamptz, usc text, no text, day text, amount text); insert into water values (1, now() - interval '1 day', '914403001922038216', '1', '2026-11-01', '3')");
        string secret = Path.Combine(Directory.CreateDirectory(hub.Data).FullName, "connection");
        await File.WriteAllTextAsync(secret, front.ConnectionString, Stop);
        File.SetUnixFileMode(secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        hub.WriteConnector("table", Connector("table", $$"""{ "kind": "DatabaseTable", "connection": "file:{{secret}}", "table": "water", "id": "id", "time": "at" }""", """{ "kind": "Json", "records": "$.rows" }"""));
        await hub.LoadAsync();

        string missing = (await Assert.ThrowsAsync<ConnectorException>(() => hub.PreviewAsync("table"))).OperatorMessage;
        Assert.Contains("缺少列：late（ZNJE）。", missing, StringComparison.Ordinal);
        Assert.Equal(missing, (await Assert.ThrowsAsync<ConnectorException>(() => hub.TryAsync("table"))).OperatorMessage);
        var run = await hub.SyncAsync("table");
        Assert.Equal(("failed", missing), (run.Outcome, run.Message));
    }

    /// <summary>A supplier may leave out the flag of a record that stays; one who never sends it has perhaps renamed it, and nothing would ever be deleted.</summary>
    [Fact]
    public async Task Records_without_the_column_that_deletes_are_loaded_and_that_is_told_once()
    {
        await using var hub = await SupplierHub.OpenAsync();
        await using var server = await StubServer.StartAsync(ct: Stop);
        foreach (string way in (string[])["Json", "Xml"])
        {
            hub.WriteConnector(way.ToLowerInvariant(), Connector(way, server.Address).Replace("\"mapping\"", "\"deletion\": { \"column\": \"op\", \"values\": [\"D\"] }, \"mapping\"", StringComparison.Ordinal));
        }

        await hub.LoadAsync();
        foreach (string way in (string[])["Json", "Xml"])
        {
            RunSummary whole;
            HandOver(hub, server, way, Full, Lean.Replace("}", ",\"op\":\"U\"}", StringComparison.Ordinal));
            Assert.Equal((way, "succeeded", ""), (way, (whole = await hub.SyncAsync(way.ToLowerInvariant())).Outcome, whole.Message));

            HandOver(hub, server, way, Full.Replace("0.5", "0.6", StringComparison.Ordinal), Lean);
            var run = await hub.SyncAsync(way.ToLowerInvariant());
            Assert.Equal((way, "succeeded", 1, 1), (way, run.Outcome, run.Counts.Changed, run.Counts.Unchanged));
            Assert.StartsWith("标明删除的列 op 在 1 份数据中均未出现", run.Message, StringComparison.Ordinal);
        }

        HandOver(hub, server, "Json", Full);
        await using var worker = hub.StartWorker("sync", "json", "--wait");
        Assert.Equal(0, await worker.EndAsync(Stop));
        string log = string.Concat(Directory.EnumerateFiles(Path.Combine(hub.Data, "logs")).Select(File.ReadAllText));
        Assert.Equal(2, log.Split("by which records are deleted: none was").Length);
        await using var status = hub.StartWorker("status");
        Assert.Equal(0, await status.EndAsync(Stop));
        Assert.Contains("json: 标明删除的列 op ", status.Answer, StringComparison.Ordinal);
    }

    /// <summary>Broken rules of each row.</summary>
    private static async Task<string> RulesAsync(SupplierHub hub, string connector) => string.Join(',', (await hub.PreviewAsync(connector)).Rows.Select(row => row.Violations.Count));

    private static string Connector(string way, Uri server) => way switch
    {
        "RestJson" => Connector(way, $$"""{ "kind": "Rest", "address": "{{server}}", "path": "/json", "records": "$.rows" }""", """{ "kind": "Json", "records": "$.rows" }"""),
        "RestXml" => Connector(way, $$"""{ "kind": "Rest", "address": "{{server}}", "path": "/xml", "records": "/DATAS/DATA" }""", """{ "kind": "Xml", "records": "DATAS/DATA" }"""),
        _ => Connector(way, $$"""{ "kind": "FileDrop", "directory": "inbox/{{way}}", "stableSeconds": 0 }""", way switch
        {
            "Json" => """{ "kind": "Json", "records": "$.rows" }""",
            "JsonLines" => """{ "kind": "JsonLines" }""",
            "Xml" => """{ "kind": "Xml", "records": "DATAS/DATA" }""",
            "Zip" => """{ "kind": "Zip", "inner": { "kind": "Xml", "records": "DATAS/DATA" } }""",
            _ => """{ "kind": "GZip", "inner": { "kind": "Json", "records": "$.rows" } }""",
        }),
    };

    private static string Connector(string name, string source, string decoder) => $$"""
        { "name": "{{name.ToLowerInvariant()}}", "supplier": { "code": "water", "name": "示例水务公司" }, "dataset": "GYSY_YS", "edition": "2024", "source": {{source}}, "decoder": {{decoder}},
          "mapping": { "TYSHXYDM": { "column": "usc" }, "YHH": { "column": "no" }, "CBRQ": { "column": "day" }, "BQSL": { "column": "amount" }, "ZNJE": { "column": "late" } } }
        """;

    private static void HandOver(SupplierHub hub, StubServer server, string way, params string[] records)
    {
        string json = $$"""{"rows":[{{string.Join(',', records)}}]}""";
        string xml = $"<DATAS>{string.Concat(records.Select(Element))}</DATAS>";
        if (way.StartsWith("Rest", StringComparison.Ordinal))
        {
            server.On("GET", "/" + way[4..].ToLowerInvariant(), way == "RestJson" ? StubAnswer.Json(json) : StubAnswer.Text(xml, contentType: "application/xml"));
            return;
        }

        string inbox = Directory.CreateDirectory(Path.Combine(hub.Data, "inbox", way)).FullName;
        foreach (string file in Directory.EnumerateFiles(inbox))
        {
            File.Delete(file);
        }

        using var target = File.Create(Path.Combine(inbox, $"{Guid.NewGuid():N}"));
        using var zip = way == "Zip" ? new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true) : null;
        using Stream inside = way == "GZip" ? new GZipStream(target, CompressionLevel.Fastest) : zip?.CreateEntry("a.xml").Open() ?? target;
        inside.Write(Encoding.UTF8.GetBytes(way switch { "Json" or "GZip" => json, "JsonLines" => string.Concat(records.Prepend("").Select(r => r + "\n")), _ => xml }));
    }

    private static string Element(string record) => "<DATA>" + string.Concat(
        System.Text.Json.JsonDocument.Parse(record).RootElement.EnumerateObject().Select(p => $"<{p.Name}>{p.Value}</{p.Name}>")) + "</DATA>";
}
