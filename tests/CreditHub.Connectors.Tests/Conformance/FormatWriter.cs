using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CreditHub.Testing.Suppliers;

namespace CreditHub.Connectors.Tests.Conformance;

/// <summary>Rows of three columns as a file of each format, and the settings to read it.</summary>
internal static class FormatWriter
{
    public static readonly string[] Columns = ["n", "名称", "尾"];

    public static readonly IReadOnlyDictionary<string, (string Kind, string Settings, Func<string[][], byte[]> Write)> All =
        new Dictionary<string, (string, string, Func<string[][], byte[]>)>
        {
            ["Csv"] = ("Csv", """{"encoding":"utf-8","separator":","}""", Csv),
            ["FixedWidth"] = ("FixedWidth", """{"encoding":"utf-8","unit":"characters","columns":[{"name":"n","start":1,"length":6},{"name":"名称","start":7,"length":20},{"name":"尾","start":27,"length":4}]}""", Fixed),
            ["Json"] = ("Json", """{"records":"$.d"}""", rows => Utf8($$"""{"d":[{{string.Join(',', rows.Select(Object))}}]}""")),
            ["JsonLines"] = ("JsonLines", """{"encoding":"utf-8"}""", rows => Utf8(string.Concat(rows.Select(row => Object(row) + "\n")))),
            ["Xml"] = ("Xml", """{"records":"DATAS/DATA"}""", Xml),
            ["Excel"] = ("Excel", """{"sheet":"数据"}""", rows => new WorkbookFile().Sheet("数据", [Columns, .. rows]).ToBytes()),
            ["OldExcel"] = ("Excel", """{"sheet":"数据"}""", rows => OldWorkbookFile.Write("数据", [Columns, .. rows], shared: true)),
            ["Zip"] = ("Zip", """{"inner":{"kind":"Csv","encoding":"utf-8","separator":","}}""", rows => Zip(Csv(rows))),
            ["GZip"] = ("GZip", """{"inner":{"kind":"JsonLines"}}""", rows => GZip(Utf8(string.Concat(rows.Select(row => Object(row) + "\n"))))),
        };

    /// <summary>Formats of which each line stands for itself.</summary>
    public static readonly IReadOnlySet<string> Lines = new HashSet<string> { "Csv", "FixedWidth", "JsonLines" };

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Object(string[] row) => "{" + string.Join(',', row.Select((value, i) => $"\"{Columns[i]}\":{JsonSerializer.Serialize(value)}")) + "}";

    private static byte[] Csv(string[][] rows) => Utf8(string.Concat(rows.Prepend(Columns).Select(row => string.Join(',', row) + "\r\n")));

    private static byte[] Fixed(string[][] rows) => Utf8(string.Concat(rows.Select(row => row[0].PadRight(6) + row[1].PadRight(20) + row[2].PadRight(4) + "\n")));

    private static byte[] Xml(string[][] rows) =>
        Utf8($"<DATAS>{string.Concat(rows.Select(row => $"<DATA>{string.Concat(row.Select((value, i) => $"<{Columns[i]}>{value}</{Columns[i]}>"))}</DATA>"))}</DATAS>");

    private static byte[] Zip(byte[] content)
    {
        var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = archive.CreateEntry("数据.csv").Open())
        {
            entry.Write(content);
        }

        return file.ToArray();
    }

    private static byte[] GZip(byte[] content)
    {
        var file = new MemoryStream();
        using (var packed = new GZipStream(file, CompressionLevel.Fastest))
        {
            packed.Write(content);
        }

        return file.ToArray();
    }
}
