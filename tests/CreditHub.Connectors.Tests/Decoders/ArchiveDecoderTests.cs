using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class ArchiveDecoderTests : IDisposable
{
    private const string ZipOfCsv = """{"entries":"*.csv","inner":{"kind":"Csv"}}""";
    private const string GZipOfCsv = """{"inner":{"kind":"Csv"}}""";
    private readonly Directories _files = new();
    private readonly ServiceProvider _services;

    public ArchiveDecoderTests() => _services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddConnectors(_files.Root).BuildServiceProvider();

    public void Dispose()
    {
        Assert.Empty(Directory.EnumerateFiles(_files.Root, "*", SearchOption.AllDirectories));
        _services.Dispose();
        _files.Dispose();
    }

    private IKind<IPayloadDecoder> Kind(string name) => _services.GetServices<IKind<IPayloadDecoder>>().Single(k => k.Name == name);

    private IPayloadDecoder Create(string kind, string settings) => Kind(kind).Create("test", Decoded.Settings(settings));

    private async Task<string> RefusedAsync(byte[] bytes, string kind = "Zip", string settings = ZipOfCsv)
    {
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => Decoded.AllAsync(Create(kind, settings), new MemoryStream(bytes)));
        Assert.Equal(FailureKind.Payload, refused.Kind);
        return refused.OperatorMessage;
    }

    private static byte[] Zip(params (string Name, string Text)[] entries) => Zip(_ => { }, entries);

    private static byte[] Zip(Action<ZipArchiveEntry> change, params (string Name, string Text)[] entries)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var (name, text) in entries)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
                change(entry);
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    private static byte[] GZip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Entries_are_read_in_order_as_one_payload_and_locations_name_them(bool seekable)
    {
        byte[] bytes = Zip(("b/二.csv", "名称,号\n\n丙,3\n"), ("说明.txt", "x"), ("a.csv", "名称,号\n甲,1\n乙,2,坏\n"), (".hidden.csv", "x"), ("b/", ""));
        var decoder = Create("Zip", ZipOfCsv);

        var records = await Decoded.AllAsync(decoder, seekable ? new MemoryStream(bytes) : new OneWayStream(bytes, 100));
        string template = decoder.LocationOf(new MemoryStream(bytes));

        Assert.Equal([(1, "甲"), (2, "乙,2,坏"), (3, "丙")], records.Select(r => (r.Line, r.Fields[0])));
        Assert.Equal(["a.csv 第2行", "a.csv 第3行", "b/二.csv 第3行"], records.Select(r => RecordLocation.Of(template, r.Position)));
        Assert.Equal("压缩包内第3行", RecordLocation.Of(decoder.LocationTemplate, records[2].Position));
    }

    [Fact]
    public async Task Every_format_may_be_inside()
    {
        Assert.Equal("1", (await Decoded.AllAsync(Create("Zip", """{"inner":{"kind":"Xml","records":"A/B"}}"""), new MemoryStream(Zip(("a.xml", "<A><B><c>1</c></B></A>"))))).Single()["c"]);
        Assert.Equal("1", (await Decoded.AllAsync(Create("GZip", """{"inner":{"kind":"JsonLines"}}"""), new MemoryStream(GZip("{\"c\":1}\n")))).Single()["c"]);
        byte[] workbook = new CreditHub.Testing.Suppliers.WorkbookFile().Sheet("S", [["a", "b"], ["1", "2"]]).ToBytes();
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry("a.xlsx").Open();
            stream.Write(workbook);
        }

        Assert.Equal("2", (await Decoded.AllAsync(Create("Zip", """{"entries":"*.xlsx","inner":{"kind":"Excel"}}"""), new MemoryStream(bytes.ToArray()))).Single()["b"]);
    }

    [Fact]
    public async Task One_bad_entry_refuses_the_archive_with_its_name() =>
        Assert.Contains("b.csv：表头有重复的列名：x。整个压缩包未接收", await RefusedAsync(Zip(("a.csv", "x,y\n1,2\n"), ("b.csv", "x,x\n1,2\n"))), StringComparison.Ordinal);

    [Theory]
    [InlineData("../a.csv")]
    [InlineData("/etc/a.csv")]
    [InlineData("x/../../a.csv")]
    [InlineData("..\\a.csv")]
    [InlineData("C:\\a.csv")]
    [InlineData("a\n.csv")]
    public async Task A_name_that_leads_elsewhere_refuses_the_archive(string name) =>
        Assert.Contains("名称指向压缩包之外", await RefusedAsync(Zip((name, "a\n1\n"))), StringComparison.Ordinal);

    [Fact]
    public async Task Links_doubles_and_passwords_refuse_the_archive()
    {
        Assert.Contains("是链接", await RefusedAsync(Zip(entry => entry.ExternalAttributes = unchecked((int)0xA1FF_0000), ("a.csv", "/etc/passwd"))), StringComparison.Ordinal);
        Assert.Contains("出现两次", await RefusedAsync(Zip(("a.csv", "a\n1\n"), ("A.csv", "a\n1\n"))), StringComparison.Ordinal);
        byte[] locked = Zip(("a.csv", "a\n1\n"));
        int directory = locked.AsSpan().IndexOf("PK\u0001\u0002"u8);
        locked[directory + 8] |= 1;
        locked[6] |= 1;
        Assert.Contains("有密码", await RefusedAsync(locked), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_checksums_and_lying_lengths_refuse_the_archive()
    {
        byte[] wrong = Zip(("a.csv", "a\n1\n"));
        int directory = wrong.AsSpan().IndexOf("PK\u0001\u0002"u8);
        wrong[directory + 16] ^= 1;
        await RefusedAsync(wrong);
        byte[] lying = Zip(("a.csv", "a\n1\n"));
        lying[directory + 24] ^= 1;
        await RefusedAsync(lying);
    }

    [Theory]
    [InlineData("Zip", ZipOfCsv)]
    [InlineData("GZip", GZipOfCsv)]
    public async Task An_archive_cut_or_changed_anywhere_or_with_more_behind_it_is_refused(string kind, string settings)
    {
        byte[] whole = kind == "Zip" ? Zip(("a.csv", "名称,号\n甲,1\n乙,2\n")) : GZip("名称,号\n甲,1\n乙,2\n");
        var right = await Decoded.AllAsync(Create(kind, settings), new MemoryStream(whole));
        for (int cut = 0; cut < whole.Length; cut++)
        {
            await RefusedAsync(whole[..cut], kind, settings);
        }

        await RefusedAsync([.. whole, 0], kind, settings);
        await RefusedAsync([.. whole, .. Encoding.UTF8.GetBytes(new string('x', 100))], kind, settings);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 0x10;
            try
            {
                // a byte that means nothing to the content may change, the content never
                Assert.Equal(right.SelectMany(r => r.Fields), (await Decoded.AllAsync(Create(kind, settings), new MemoryStream(changed))).SelectMany(r => r.Fields));
            }
            catch (ConnectorException refused)
            {
                Assert.Equal(FailureKind.Payload, refused.Kind);
            }
        }
    }

    [Fact]
    public async Task Two_members_of_gzip_are_refused() => await RefusedAsync([.. GZip("a\n1\n"), .. GZip("2\n")], "GZip", GZipOfCsv);

    [Fact]
    public async Task Bombs_are_refused_before_they_fill_the_disk()
    {
        string zeros = new('\0', 40 << 20);

        Assert.Contains("压缩比", await RefusedAsync(Zip(("a.csv", zeros))), StringComparison.Ordinal);
        Assert.Contains("压缩比", await RefusedAsync(GZip(zeros), "GZip", GZipOfCsv), StringComparison.Ordinal);
        Assert.Contains("8 MiB", await RefusedAsync(Zip(("a.csv", zeros)), "Zip", """{"maxUnpackedMegabytes":8,"maxRatio":1100,"inner":{"kind":"Csv"}}"""), StringComparison.Ordinal);
        Assert.Contains("8 MiB", await RefusedAsync(GZip(zeros), "GZip", """{"maxUnpackedMegabytes":8,"maxRatio":1100,"inner":{"kind":"Csv"}}"""), StringComparison.Ordinal);
        Assert.Contains("3 个的上限", await RefusedAsync(Zip([.. Enumerable.Range(0, 4).Select(i => ($"{i}.csv", "a\n"))]), "Zip", """{"maxEntries":3,"inner":{"kind":"Csv"}}"""), StringComparison.Ordinal);
        Assert.Contains("没有名称符合", await RefusedAsync(Zip(("a.txt", "x"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_an_older_machine_are_read_as_gb18030()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true, TextEncoding.Gb18030))
        {
            using var stream = zip.CreateEntry("处罚.csv").Open();
            stream.Write("a\n1\n"u8);
        }

        var decoder = Create("Zip", """{"entries":"处罚*.csv","inner":{"kind":"Csv"}}""");

        Assert.Equal("1", (await Decoded.AllAsync(decoder, new MemoryStream(bytes.ToArray()))).Single()["a"]);
        Assert.Equal("处罚.csv 第2行", RecordLocation.Of(decoder.LocationOf(new MemoryStream(bytes.ToArray())), 2));
    }

    [Theory]
    [InlineData("Zip", """{}""", "$.inner")]
    [InlineData("Zip", """{"inner":{}}""", "$.inner.kind")]
    [InlineData("Zip", """{"inner":{"kind":"Zip"}}""", "$.inner.kind")]
    [InlineData("Zip", """{"inner":{"kind":"Csv","seperator":","}}""", "$.inner.seperator")]
    [InlineData("Zip", """{"entries":"a/*","inner":{"kind":"Csv"}}""", "$.entries")]
    [InlineData("Zip", """{"maxEntries":0,"inner":{"kind":"Csv"}}""", "$.maxEntries")]
    [InlineData("Zip", """{"maxRatio":1,"inner":{"kind":"Csv"}}""", "$.maxRatio")]
    [InlineData("GZip", """{"entries":"*","inner":{"kind":"Csv"}}""", "$.entries")]
    [InlineData("GZip", """{"maxUnpackedMegabytes":0,"inner":{"kind":"Csv"}}""", "$.maxUnpackedMegabytes")]
    [InlineData("GZip", """{"inner":{"kind":"Excel","sheet":""}}""", "$.inner.sheet")]
    public void Each_mistake_in_the_settings_is_found(string kind, string settings, string path) =>
        Assert.Equal(path, Assert.Single(Kind(kind).Validate(Decoded.Settings(settings))).Path);

    [Fact]
    public void The_schema_describes_every_inner_format()
    {
        var formats = JsonDocument.Parse(Kind("Zip").SettingsSchema).RootElement.GetProperty("properties").GetProperty("inner").GetProperty("oneOf");

        Assert.Contains(formats.EnumerateArray(), f => f.GetProperty("title").GetString() == "Excel");
        Assert.DoesNotContain(formats.EnumerateArray(), f => f.GetProperty("title").GetString() == "Zip");
    }
}
