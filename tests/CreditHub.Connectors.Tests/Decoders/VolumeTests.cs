using System.Globalization;
using System.IO.Compression;
using System.Text;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Ports;
using CreditHub.Testing.Suppliers;
using Microsoft.Extensions.DependencyInjection;

namespace CreditHub.Connectors.Tests.Decoders;

/// <summary>
/// Many records through every format: all arrive, in order, and memory does not grow with the payload. <c>CREDITHUB_VOLUME_RECORDS</c> sets the number (100,000 for the
/// full measure; a sheet of an .xls workbook ends at 65,536 rows); the figures are printed.
/// </summary>
public sealed class VolumeTests(ITestOutputHelper output) : IDisposable
{
    private const int Columns = 20;
    private const int MostInOldWorkbook = 65_000;
    private readonly Directories _files = new();

    private static int Records => int.Parse(Environment.GetEnvironmentVariable("CREDITHUB_VOLUME_RECORDS") ?? "5000", CultureInfo.InvariantCulture);

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("Csv", """{"encoding":"gb18030"}""")]
    [InlineData("Csv", """{"separator":"||","footerLines":1}""")]
    [InlineData("FixedWidth", "")]
    [InlineData("Json", """{"records":"$"}""")]
    [InlineData("JsonLines", "{}")]
    [InlineData("Xml", """{"records":"DATAS/DATA"}""")]
    [InlineData("Excel", "{}")]
    [InlineData("Excel", """{"sheet":"xls"}""")]
    [InlineData("Zip", """{"inner":{"kind":"Csv"}}""")]
    [InlineData("Zip", """{"inner":{"kind":"Xml","records":"DATAS/DATA"}}""")]
    [InlineData("GZip", """{"inner":{"kind":"JsonLines"}}""")]
    public async Task Many_records_arrive_within_bounded_memory(string kind, string settings)
    {
        string path = _files.In("payload");
        Write(path, kind, settings);
        using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging().AddConnectors(_files.Root).BuildServiceProvider();
        var decoder = services.GetServices<IKind<IPayloadDecoder>>().Single(k => k.Name == kind).Create("test", Decoded.Settings(settings.Length > 0 ? settings : FixedSettings()));
        long before = GC.GetTotalMemory(forceFullCollection: true), most = 0, started = TimeProvider.System.GetTimestamp();
        await using var payload = File.OpenRead(path);
        int count = 0;
        await foreach (var record in decoder.DecodeAsync(payload, TestContext.Current.CancellationToken))
        {
            Assert.Null(record.Fault);
            Assert.Equal(++count, record.Line);
            if (count % 1000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false) - before);
                Assert.Equal($"第{count}家公司", Encoding.UTF8.GetString(record[1]).Trim());
            }
        }

        var elapsed = TimeProvider.System.GetElapsedTime(started);
        output.WriteLine($"{kind} {settings}: {count} records of {(IsOldWorkbook(settings) ? 2 : Columns)} columns, {payload.Length >> 20} MiB, {elapsed.TotalSeconds:F1} s, at most {most >> 20} MiB more in use");
        Assert.Equal(IsOldWorkbook(settings) ? Math.Min(Records, MostInOldWorkbook) : Records, count);

        // the heap belongs to all tests that run at the same time: it is judged where the large run is asked for, alone
        Assert.True(Environment.GetEnvironmentVariable("CREDITHUB_VOLUME_RECORDS") is null || most < 200 << 20, $"{most >> 20} MiB");
    }

    private static bool IsOldWorkbook(string settings) => settings.Contains("xls", StringComparison.Ordinal);

    private static string[] Row(int i) => [.. Enumerable.Range(0, Columns).Select(c => c switch { 0 => $"{i:D8}", 1 => $"第{i}家公司", _ => $"值{c}" })];

    private static IEnumerable<string[]> Rows() => Enumerable.Range(1, Records).Select(Row);

    private static string[] Names() => [.. Enumerable.Range(0, Columns).Select(c => $"列{c}")];

    private static string FixedSettings() =>
        $$"""{"encoding":"gb18030","columns":[{{string.Join(',', Enumerable.Range(0, Columns).Select(c => $$"""{"name":"列{{c}}","start":{{(c * 24) + 1}},"length":24}"""))}}]}""";

    private static void Write(string path, string kind, string settings)
    {
        using var file = File.Create(path);
        if (IsOldWorkbook(settings))
        {
            // the number and the name: the writer of old workbooks holds no more than 7 MB
            file.Write(OldWorkbookFile.Write("xls", [Names()[..2], .. Rows().Take(MostInOldWorkbook).Select(row => row[..2])]));
            return;
        }

        if (kind == "Excel")
        {
            file.Write(new WorkbookFile().Sheet("S", [Names(), .. Rows()]).ToBytes());
            return;
        }

        using var zip = kind == "Zip" ? new ZipArchive(file, ZipArchiveMode.Create) : null;
        using Stream target = kind == "GZip" ? new GZipStream(file, CompressionLevel.Fastest) : zip?.CreateEntry("a", CompressionLevel.Fastest).Open() ?? file;
        kind = kind == "Zip" && settings.Contains("Xml", StringComparison.Ordinal) ? "Xml" : kind;
        using var text = new StreamWriter(target, kind == "FixedWidth" || settings.Contains("gb18030", StringComparison.Ordinal) ? TextEncoding.Gb18030 : new UTF8Encoding(false));
        bool lines = kind is "JsonLines" or "GZip";
        string separator = settings.Contains("||", StringComparison.Ordinal) ? "||" : ",";
        text.Write(kind switch { "Json" => "[", "Xml" => "<DATAS>", "FixedWidth" => "", _ => lines ? "" : string.Join(separator, Names()) + "\n" });
        bool first = true;
        foreach (string[] row in Rows())
        {
            text.Write(kind switch
            {
                "Xml" => $"<DATA>{string.Concat(row.Select((v, i) => $"<c{i}>{v}</c{i}>"))}</DATA>",
                "FixedWidth" => string.Concat(row.Select(v => v + new string(' ', 24 - TextEncoding.Gb18030.GetByteCount(v)))) + "\n",
                "Json" or "JsonLines" or "GZip" => (kind == "Json" && !first ? "," : "") + $"{{{string.Join(',', row.Select((v, i) => $"\"c{i}\":\"{v}\""))}}}" + (lines ? "\n" : ""),
                _ => string.Join(separator, row) + "\n",
            });
            first = false;
        }

        text.Write(kind switch { "Json" => "]", "Xml" => "</DATAS>", _ => settings.Contains("footerLines", StringComparison.Ordinal) ? "end\n" : "" });
    }
}
