using System.Text;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Decoders.FixedWidth;
using CreditHub.Connectors.Streams;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class FixedWidthDecoderTests : IDisposable
{
    private const string Columns = """ "columns":[{"name":"名称","start":1,"length":8},{"name":"代码","start":10,"length":4}] """;
    private readonly Directories _files = new();

    public void Dispose() => _files.Dispose();

    private FixedWidthKind Kind() => new(new ScratchSpace(_files.Root));

    private Task<List<Decoded>> ReadAsync(Stream payload, string settings) => Decoded.AllAsync(Kind().Create("test", Decoded.Settings(settings)), payload);

    private Task<List<Decoded>> ReadAsync(string text, string settings, string written = "gb18030") =>
        ReadAsync(new MemoryStream(TextEncoding.Named(written)!.GetBytes(text)), settings);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Columns_are_cut_at_bytes_of_gb18030(bool seekable)
    {
        byte[] bytes = TextEncoding.Gb18030.GetBytes("HEADER\n青石商店 A001\r\n𠮷野   B002\n\n12       C003  \nab\n青石    \n合计     2\n");
        string settings = $$"""{"encoding":"gb18030","skipLines":1,"footerPrefixes":["合计"],{{Columns}}}""";

        var records = await ReadAsync(seekable ? new MemoryStream(bytes) : new OneWayStream(bytes), settings);

        Assert.Equal([("青石商店", "A001"), ("𠮷野", "B002"), ("12", "C003")], records.Take(3).Select(r => (r["名称"].Trim(), r["代码"].Trim())));
        Assert.Equal([2, 3, 5, 6, 7], records.Select(r => r.Position));
        Assert.Equal([null, null, null, "本行长度不足，后面的列缺失", "本行长度不足，后面的列缺失"], records.Select(r => r.Fault));
    }

    [Theory]
    [InlineData("utf-8", "bytes", "青石      A001")]
    [InlineData("utf-8", "characters", "青石商店五六七𠮷 A001")]
    [InlineData("gb18030", "characters", "青石商店五六七𠮷 A001")]
    [InlineData("utf-16le", "characters", "青石商店五六七𠮷 A001")]
    public async Task Units_may_be_bytes_or_characters(string written, string unit, string line)
    {
        string settings = $$"""{"encoding":"{{written}}","unit":"{{unit}}",{{Columns}}}""".Replace("\"length\":8", unit == "bytes" ? "\"length\":9" : "\"length\":8", StringComparison.Ordinal)
            .Replace("\"start\":10", unit == "bytes" ? "\"start\":13" : "\"start\":10", StringComparison.Ordinal);

        Assert.Equal("A001", (await ReadAsync(line, settings, written)).Single()["代码"]);
    }

    [Theory]
    [InlineData("1234567青A001", "边界落在一个字符中间")]
    [InlineData("青石商店XA001", "之前有不属于任何列的内容")]
    [InlineData("青石商店 A001 X", "最后一列之后还有内容")]
    public async Task A_shifted_line_is_faulty_alone(string bad, string fault)
    {
        var records = await ReadAsync($"青石商店 A001\n{bad}\n白水     A003", $$"""{"encoding":"gbk",{{Columns}}}""");

        Assert.Equal([false, true, false], records.Select(r => r.Fault is not null));
        Assert.Contains(fault, records[1].Fault, StringComparison.Ordinal);
        Assert.Equal(bad, Assert.Single(records[1].Fields));
    }

    [Fact]
    public async Task Undecodable_bytes_touch_their_field_only()
    {
        byte[] bytes = [.. TextEncoding.Gb18030.GetBytes("青石商"), 0xFF, .. TextEncoding.Gb18030.GetBytes("  A001\n白水     A002\n")];

        var records = await ReadAsync(new MemoryStream(bytes), $$"""{"encoding":"gb18030",{{Columns}}}""");

        Assert.Contains('\uFFFF', records[0]["名称"]);
        Assert.Equal(["A001", "A002"], records.Select(r => r["代码"]));
    }

    [Fact]
    public async Task Nothing_is_a_fault_and_no_record_is_a_zero_report()
    {
        Assert.Empty(await ReadAsync("HEADER\nTRAILER 0\n", $$"""{"skipLines":1,"footerLines":1,{{Columns}}}"""));
        Assert.Equal(FailureKind.Payload, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync("", $$"""{ {{Columns}} }"""))).Kind);
    }

    [Fact]
    public async Task An_endless_line_is_faulty_and_its_neighbours_are_read()
    {
        var records = await ReadAsync($"青石商店 A001\n{new string('x', 9 << 20)}\n白水     A003", $$"""{"encoding":"gb18030",{{Columns}}}""");

        Assert.Equal([null, "一行超过4 MiB", null], records.Select(r => r.Fault));
        Assert.True(Encoding.UTF8.GetByteCount(records[1].Fields[0]) <= RecordLimits.FaultText);
    }

    [Theory]
    [InlineData("""{}""", "$.columns")]
    [InlineData("""{"columns":[{"name":"a","start":0,"length":1}]}""", "$.columns[0].start")]
    [InlineData("""{"columns":[{"name":"a","start":1,"length":0}]}""", "$.columns[0].length")]
    [InlineData("""{"columns":[{"name":"","start":1,"length":1}]}""", "$.columns[0].name")]
    [InlineData("""{"columns":[{"name":"a","start":1,"length":3},{"name":"b","start":3,"length":1}]}""", "$.columns")]
    [InlineData("""{"columns":[{"name":"a","start":1,"length":1},{"name":"A","start":3,"length":1}]}""", "$.columns")]
    [InlineData("""{"encoding":"utf-16le","columns":[{"name":"a","start":1,"length":1}]}""", "$.unit")]
    [InlineData("""{"columns":[{"name":"a","start":1,"length":1,"width":2}]}""", "$.columns[0].width")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path) =>
        Assert.Equal(path, Assert.Single(Kind().Validate(Decoded.Settings(settings))).Path);
}
