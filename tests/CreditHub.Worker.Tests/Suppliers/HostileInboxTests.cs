using System.IO.Compression;
using System.Text;
using CreditHub.Testing.Suppliers;

namespace CreditHub.Worker.Tests.Suppliers;

/// <summary>Inboxes with what nobody should hand in between two good files: each is refused with its reason, and the good ones are stored, in one run.</summary>
public sealed class HostileInboxTests
{
    private const string Header = "usc,no,day,amount,late";
    private const string Json = """{"usc":"914403001922038216","no":"N","day":"2026-11-01","amount":"3","late":"0.5"}""";
    private static readonly string Xml = $"<DATA>{string.Concat(Header.Split(',').Zip(Values("N"), (name, value) => $"<{name}>{value}</{name}>"))}</DATA>";

    private static readonly Dictionary<string, (string Decoder, Func<string, byte[]> Good, (string Name, byte[] Bytes, string Reason)[] Bad)> Inboxes = new()
    {
        ["csv"] = ("""{ "kind": "Csv", "separator": "," }""", no => Text($"{Header}\r\n{string.Join(',', Values(no))}\r\n"),
        [
            ("nothing", [], "0字节"), ("zeros", new byte[5 << 20], "不是一份文本表"), ("picture", [0x89, .. "PNG\r\n\u001a\n\0\0\0\rIHDR"u8], "缺少列"), ("twice", Text(Header + ",late\r\n1,2,3,4,5,6\r\n"), "重复的列名：late"),
            ("wide", Text(string.Join(',', Enumerable.Range(0, 600)) + "\r\n"), "500列"), ("page", Text("<html><body>登录</body></html>"), "缺少列"),
        ]),
        ["json"] = ("""{ "kind": "Json", "records": "$.rows" }""", no => Text($$"""{"rows":[{{Json.Replace("\"N\"", $"\"{no}\"", StringComparison.Ordinal)}}]}"""),
        [
            ("nothing", [], "没有完整的JSON文档"), ("deep", Text("{\"rows\":[{\"a\":" + new string('[', 100_000)), "嵌套超过64层"), ("cut", Text("{\"rows\":[" + Json), "格式有误"), ("endless", Text($"{{\"rows\":[{{\"a\":\"{new string('x', 9 << 20)}\"}}]}}"), "4 MiB"),
            ("elsewhere", Text($"{{\"list\":[{Json}]}}"), "该处的名称是 list"), ("tail", Text($"{{\"rows\":[{Json}]}}x"), "格式有误"),
        ]),
        ["xml"] = ("""{ "kind": "Xml", "records": "DATAS/DATA" }""", no => Text($"<DATAS>{Xml.Replace(">N<", $">{no}<", StringComparison.Ordinal)}</DATAS>"),
        [
            ("nothing", [], "0字节"), ("entities", Text("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><DATAS><DATA><usc>&x;</usc></DATA></DATAS>"), "DTD"), ("deep", Text("<DATAS>" + string.Concat(Enumerable.Repeat("<a>", 1000))), "嵌套"),
            ("endless", Text($"<DATAS><DATA><usc>{new string('x', 3 << 20)}</usc></DATA></DATAS>"), "1 MiB"), ("nul", Text("<DATAS><DATA><usc>\0</usc></DATA></DATAS>"), "格式有误"), ("names", Text($"<DATAS>{string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<n{i}/>"))}</DATAS>"), "名称超过"),
            ("elsewhere", Text($"<DATAS>{Xml.Replace("DATA>", "ROW>", StringComparison.Ordinal)}</DATAS>"), "该处的元素是 ROW"),
        ]),
        ["zip"] = ("""{ "kind": "Zip", "entries": "*.csv", "inner": { "kind": "Csv", "separator": "," } }""", no => Zip("a.csv", Text($"{Header}\r\n{string.Join(',', Values(no))}\r\n")),
        [
            ("nothing", [], "ZIP"), ("bomb", Zip("a.csv", new byte[64 << 20]), "压缩炸弹"), ("escape", Zip("../../a.csv", Text(Header)), "压缩包之外"), ("nested", Zip("a.zip", Zip("a.csv", Text(Header))), "没有名称符合"), ("cut", Zip("a.csv", Text(Header))[..^9], "不是完整的ZIP"),
        ]),
        ["gzip"] = ("""{ "kind": "GZip", "inner": { "kind": "Json", "records": "$.rows" } }""", no => GZip(Text($$"""{"rows":[{{Json.Replace("\"N\"", $"\"{no}\"", StringComparison.Ordinal)}}]}""")),
        [
            ("nothing", [], "gzip"), ("bomb", GZip(new byte[64 << 20]), "压缩炸弹"), ("cut", GZip(Text("{\"rows\":[]}"))[..^4], "不完整"), ("twice", [.. GZip(Text("{\"rows\":[]}")), .. GZip(Text("{\"rows\":[]}"))], "其他内容"),
        ]),
        ["xlsx"] = ("""{ "kind": "Excel" }""", no => new WorkbookFile().Sheet("S", [[.. Header.Split(',')], [.. Values(no)]]).ToBytes(),
        [
            ("nothing", [], "0字节"), ("text", Text(Header), "不是Excel工作簿"), ("runs", new WorkbookFile().RawSheet("S", $"<row><c t=\"inlineStr\"><is>{string.Concat(Enumerable.Repeat("<r><t>abcd</t></r>", 300_000))}</is></c></row>").ToBytes(), "过长的单元格文本"),
            ("nosheet", Zip("a.csv", Text(Header)), "不是Excel工作簿"), ("broken", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[4096]], "已损坏"),
        ]),
    };

    public static TheoryData<string> Names => [.. Inboxes.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_bad_file_is_refused_with_its_reason_and_the_good_ones_are_stored(string name)
    {
        var (decoder, good, bad) = Inboxes[name];
        await using var hub = await SupplierHub.OpenAsync();
        hub.WriteConnector(name, $$"""
            { "name": "{{name}}", "supplier": { "code": "water", "name": "示例水务公司" }, "dataset": "GYSY_YS", "edition": "2024", "decoder": {{decoder}},
              "source": { "kind": "FileDrop", "directory": "inbox/{{name}}", "stableSeconds": 0 },
              "mapping": { "TYSHXYDM": { "column": "usc" }, "YHH": { "column": "no" }, "CBRQ": { "column": "day" }, "BQSL": { "column": "amount" }, "ZNJE": { "column": "late" } } }
            """);
        string inbox = Directory.CreateDirectory(Path.Combine(hub.Data, "inbox", name)).FullName;
        await File.WriteAllBytesAsync(Path.Combine(inbox, "a-good"), good("1"), Stop);
        await File.WriteAllBytesAsync(Path.Combine(inbox, "z-good"), good("2"), Stop);
        foreach (var (file, bytes, _) in bad)
        {
            await File.WriteAllBytesAsync(Path.Combine(inbox, "m-" + file), bytes, Stop);
        }

        await hub.LoadAsync();
        var run = await hub.SyncAsync(name);

        Assert.Equal(("partial", 2, 2), (run.Outcome, run.Counts.Read, run.Counts.New));
        Assert.Equal(["a-good", "z-good"], Directory.EnumerateFiles(Path.Combine(inbox, "done")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (file, _, reason) in bad)
        {
            Assert.Contains(reason, await File.ReadAllTextAsync(Path.Combine(inbox, "failed", $"m-{file}.reason.txt"), Stop), StringComparison.Ordinal);
        }
    }

    private static string[] Values(string no) => ["914403001922038216", no, "2026-11-01", "3", "0.5"];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(string entry, byte[] content)
    {
        var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var into = zip.CreateEntry(entry).Open())
        {
            into.Write(content);
        }

        return file.ToArray();
    }

    private static byte[] GZip(byte[] content)
    {
        var file = new MemoryStream();
        using (var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            packed.Write(content);
        }

        return file.ToArray();
    }
}
