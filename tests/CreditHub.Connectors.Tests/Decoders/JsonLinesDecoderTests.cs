using System.Text;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Decoders.JsonLines;
using CreditHub.Connectors.Streams;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class JsonLinesDecoderTests : IDisposable
{
    private readonly Directories _files = new();

    public void Dispose() => _files.Dispose();

    private Task<List<Decoded>> ReadAsync(Stream payload, string settings = "{}") =>
        Decoded.AllAsync(new JsonLinesKind(new ScratchSpace(_files.Root)).Create("test", Decoded.Settings(settings)), payload);

    private Task<List<Decoded>> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public async Task Each_line_is_a_record_and_a_broken_one_is_faulty_alone()
    {
        var records = await ReadAsync("{\"a\":\"1\"}\r\n\n{\"a\":\"2\"\n[3]\r{\"a\":\"4\",\"b\":{\"c\":5.0}}\n{\"a\":\"5\"}{\"a\":\"6\"}\n{\"a\":1,\"a\":2}\nnull\n{\"a\":\"\\ud842\"}\n{\"a\":\"7\"}");

        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9, 10], records.Select(r => r.Position));
        Assert.Equal([false, true, true, false, true, true, true, true, false], records.Select(r => r.Fault is not null));
        Assert.Equal(["1", "4", "7"], records.Where(r => r.Fault is null).Select(r => r["a"]));
        Assert.Equal("5.0", records[3]["b.c"]);
        Assert.Equal("{\"a\":\"2\"", Assert.Single(records[1].Fields));
        Assert.All(records, r => Assert.Equal(["a", "b.c"], r.Columns));
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("gb18030", false)]
    [InlineData("utf-16le", true)]
    public async Task Every_encoding_gives_the_same_text(string written, bool mark)
    {
        var encoding = TextEncoding.Named(written)!;
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes("{\"名称\":\"𠮷野𬭎业有限责任公司\"}\n")];

        Assert.Equal("𠮷野𬭎业有限责任公司", (await ReadAsync(new MemoryStream(bytes))).Single()["名称"]);
        Assert.Equal("𠮷野𬭎业有限责任公司", (await ReadAsync(new OneWayStream(bytes))).Single()["名称"]);
    }

    [Fact]
    public async Task Endless_and_deep_lines_are_faulty_and_their_neighbours_are_read()
    {
        string endless = $"{{\"a\":\"{new string('x', 9 << 20)}\"}}", field = $"{{\"a\":\"{new string('x', 2 << 20)}\"}}", deep = new('[', 100_000);

        var records = await ReadAsync($"{{\"a\":\"1\"}}\n{endless}\r\n{field}\n{deep}\n{{\"a\":\"2\\u0000\"}}\n{{\"a\":1e400}}\n");

        Assert.Equal([null, "一行超过4 MiB", "有字段超过1 MiB", "不是完整的JSON对象", null, null], records.Select(r => r.Fault));
        Assert.Equal(["1", "2\0", "1e400"], records.Where(r => r.Fault is null).Select(r => r["a"]));
        Assert.All(records, r => Assert.True(r.Fields.Sum(f => f.Length) <= RecordLimits.FaultText));
    }

    [Fact]
    public async Task Nothing_at_all_is_a_fault_and_blank_lines_are_a_zero_report()
    {
        Assert.Empty(await ReadAsync("\n\n"));
        Assert.Equal(FailureKind.Payload, (await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(""))).Kind);
    }

    [Theory]
    [InlineData("""{"encoding":"latin1"}""", "$.encoding")]
    [InlineData("""{"records":"$"}""", "$.records")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path) =>
        Assert.Equal(path, Assert.Single(new JsonLinesKind(new ScratchSpace(_files.Root)).Validate(Decoded.Settings(settings))).Path);
}
