using System.Text;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Decoders.Xml;
using CreditHub.Connectors.Streams;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class XmlDecoderTests : IDisposable
{
    private readonly Directories _files = new();

    public void Dispose() => _files.Dispose();

    private IPayloadDecoder Decoder(string settings) => new XmlKind(new ScratchSpace(_files.Root)).Create("test", Decoded.Settings(settings));

    private Task<List<Decoded>> ReadAsync(byte[] bytes, string path = "DATAS/DATA", string encoding = "auto") =>
        Decoded.AllAsync(Decoder($$"""{"records":"{{path}}","encoding":"{{encoding}}"}"""), new MemoryStream(bytes));

    private Task<List<Decoded>> ReadAsync(string text, string path = "DATAS/DATA") => ReadAsync(Encoding.UTF8.GetBytes(text), path);

    private async Task<string> RefusedAsync(byte[] bytes, string path = "DATAS/DATA", string encoding = "auto")
    {
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(bytes, path, encoding));
        Assert.Equal(FailureKind.Payload, refused.Kind);
        return refused.OperatorMessage;
    }

    [Fact]
    public async Task Elements_and_attributes_are_flattened_by_local_name()
    {
        var record = Assert.Single(await ReadAsync(
            """
            <?xml version="1.0" encoding="UTF-8"?><!-- 报送 --><n:DATAS xmlns:n="urn:a" xmlns="urn:b" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><head><DATA x="1"/></head>
            <n:DATA id="7" xml:lang="zh"><n:NAME>甲 &amp; &#x4E59;<![CDATA[<丙>]]></n:NAME><addr code="3"><city> 市 </city><street/></addr><end xsi:nil="true"/></n:DATA></n:DATAS>
            """));

        Assert.Null(record.Fault);
        Assert.Equal(["id", "NAME", "addr.code", "addr.city", "addr.street", "end"], record.Columns);
        Assert.Equal(["7", "甲 & 乙<丙>", "3", " 市 ", "", ""], record.Fields);
    }

    [Fact]
    public async Task Rows_of_attributes_are_read_and_a_name_left_out_is_no_missing_column()
    {
        var records = await ReadAsync("<ROWDATA><ROW A=\"1\"/><ROW A=\"2\" B=\"x\"></ROW><other><ROW A=\"9\"/></other></ROWDATA>", "ROWDATA/ROW");

        Assert.Equal(["1", "2"], records.Select(r => r["A"]));
        Assert.All(records, r => Assert.Equal(["A", "B"], r.Columns));
        Assert.Equal([(1, 1), (2, 2)], records.Select(r => (r.Line, r.Position)));
    }

    [Theory]
    [InlineData("GB18030", "gb18030", "auto")]
    [InlineData("gbk", "gb18030", "auto")]
    [InlineData("GB2312", "gb18030", "auto")]
    [InlineData("utf-8", "utf-8", "auto")]
    [InlineData(null, "gb18030", "auto")]
    [InlineData(null, "utf-8", "auto")]
    [InlineData("UTF-8", "gb18030", "gb18030")]
    [InlineData("gb2312", "utf-8", "utf-8")]
    [InlineData("UTF-16", "utf-16le", "auto")]
    public async Task Every_encoding_gives_the_same_text(string? declared, string written, string config)
    {
        var encoding = TextEncoding.Named(written)!;
        string declaration = declared is null ? "" : $"<?xml version='1.0' encoding='{declared}'?>";
        byte[] bytes = [.. written == "utf-16le" ? encoding.GetPreamble() : [], .. encoding.GetBytes(declaration + "<DATAS><DATA><N>𠮷野𬭎业有限责任公司䶮山</N></DATA></DATAS>")];

        Assert.Equal("𠮷野𬭎业有限责任公司䶮山", (await ReadAsync(bytes, encoding: config)).Single()["N"]);
    }

    [Theory]
    [InlineData("UTF-8", "gb18030")]
    [InlineData("GBK", "utf-8")]
    public async Task A_declaration_that_is_surely_wrong_is_refused(string declared, string written)
    {
        byte[] bytes = TextEncoding.Named(written)!.GetBytes($"<?xml version=\"1.0\" encoding=\"{declared}\"?><DATAS><DATA><N>某某市青石商贸有限责任公司</N></DATA></DATAS>");

        Assert.Contains("文件编码不符", await RefusedAsync(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undecodable_bytes_cost_one_field_not_the_document()
    {
        byte[] bytes = [.. TextEncoding.Gb18030.GetBytes("<?xml version=\"1.0\" encoding=\"GBK\"?><DATAS><DATA><N>好"), 0xFF, .. TextEncoding.Gb18030.GetBytes("</N></DATA><DATA><N>还好</N></DATA></DATAS>")];

        Assert.Equal(["好\uFDD0", "还好"], (await ReadAsync(bytes)).Select(r => r["N"]));
    }

    [Fact]
    public async Task A_doubled_name_and_mixed_text_are_faults_of_their_record()
    {
        var records = await ReadAsync("<DATAS><DATA><a>1</a><a>2</a></DATA><DATA><a>3</a></DATA><DATA>x<a>4</a></DATA><DATA a=\"5\"><a>6</a></DATA><DATA><b>y<a>7</a></b></DATA></DATAS>");

        Assert.Equal([true, false, true, true, true], records.Select(r => r.Fault is not null));
        Assert.Equal("3", records[1]["a"]);
    }

    [Theory]
    [InlineData("<DATAS/>")]
    [InlineData("<DATAS></DATAS>")]
    public async Task No_records_are_a_zero_report(string text) => Assert.Empty(await ReadAsync(text));

    /// <summary>Nothing but what cannot be a record: a total, a message, a page's number.</summary>
    [Theory]
    [InlineData("<DATAS><TOTAL>0</TOTAL><MSG/></DATAS>")]
    [InlineData("<DATAS><PAGE no=\"1\" size=\"100\"/></DATAS>")]
    [InlineData("<DATAS><HEAD><CODE>0</CODE></HEAD></DATAS>")]
    public async Task Other_elements_without_records_are_a_zero_report_too(string text) =>
        Assert.Empty(await Decoded.AllAsync(Decoder("""{"records":"DATAS/DATA","beside":["HEAD"]}"""), new MemoryStream(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("<DATAS><ROW><N>甲</N></ROW></DATAS>", "DATAS/DATA", "DATAS/DATA 处没有记录，该处的元素是 ROW。")]
    [InlineData("<DATAS><TOTAL>1</TOTAL><ROW><N>甲</N></ROW><Row><N>甲</N></Row><ROW><N>甲</N></ROW></DATAS>", "DATAS/DATA", "该处的元素是 ROW、Row。")]
    [InlineData("<DATAS><ROW N=\"1\"/><ROW N=\"2\"/></DATAS>", "DATAS/DATA", "该处的元素是 ROW。")]
    [InlineData("<R><LIST><ITEM><N>甲</N></ITEM></LIST></R>", "R/LIST/DATA", "R/LIST/DATA 处没有记录，该处的元素是 ITEM。")]
    [InlineData("<R><CODE>0</CODE><ROWS><DATA><N>甲</N></DATA></ROWS></R>", "R/LIST/DATA", "R/LIST/DATA 处没有记录，该处的元素是 CODE、ROWS。")]
    [InlineData("<R><DATA><N>甲</N></DATA></R>", "DATAS/DATA", "该处的元素是 R。")]
    public async Task Records_under_another_name_are_no_empty_answer(string text, string path, string reason)
    {
        string refused = await RefusedAsync(Encoding.UTF8.GetBytes(text), path);
        Assert.Contains(reason, refused, StringComparison.Ordinal);
        Assert.DoesNotContain("甲", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beside_records_anything_may_stand()
    {
        Assert.Single(await ReadAsync("<DATAS><HEAD><CODE>0</CODE></HEAD><DATA><N>1</N></DATA></DATAS>"));
        Assert.Contains("beside", await RefusedAsync("<DATAS><HEAD><CODE>0</CODE></HEAD></DATAS>"u8.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "0字节")]
    [InlineData("no xml", "格式有误")]
    [InlineData("<DATAS><DATA><a>1</a></DATA>", "格式有误")]
    [InlineData("<DATAS><DATA><a>1</b></DATA></DATAS>", "格式有误")]
    [InlineData("<DATAS></DATAS><DATAS/>", "格式有误")]
    [InlineData("<OTHER><DATA/></OTHER>", "OTHER")]
    [InlineData("<?xml version='1.0' encoding='big5'?><DATAS/>", "big5")]
    [InlineData("<DATAS><DATA><a>1\0</a></DATA></DATAS>", "格式有误")]
    [InlineData("<DATAS><DATA><a>&#0;</a></DATA></DATAS>", "格式有误")]
    public async Task What_is_no_such_document_is_refused_as_a_whole(string text, string reason) =>
        Assert.Contains(reason, await RefusedAsync(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);

    [Theory]
    [InlineData("<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>", "&x;")]
    [InlineData("<!DOCTYPE d SYSTEM \"http://127.0.0.1/x.dtd\">", "1")]
    [InlineData("<!DOCTYPE d [<!ENTITY % p SYSTEM \"http://127.0.0.1/p\"> %p;]>", "1")]
    [InlineData("<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;\">]>", "&c;")]
    public async Task A_document_type_is_never_read(string type, string value) =>
        Assert.Contains("DTD", await RefusedAsync(Encoding.UTF8.GetBytes($"<?xml version=\"1.0\"?>{type}<DATAS><DATA><a>{value}</a></DATA></DATAS>")), StringComparison.Ordinal);

    [Fact]
    public async Task Deep_nesting_and_endless_texts_are_refused()
    {
        string deep = string.Concat(Enumerable.Repeat("<a>", 100_000)), field = new('x', 3 << 20);

        Assert.Contains("嵌套", await RefusedAsync(Encoding.UTF8.GetBytes("<DATAS><DATA>" + deep)), StringComparison.Ordinal);
        Assert.Contains("嵌套", await RefusedAsync(Encoding.UTF8.GetBytes("<DATAS>" + deep)), StringComparison.Ordinal);
        Assert.Contains("1 MiB", await RefusedAsync(Encoding.UTF8.GetBytes($"<DATAS><DATA><a>{field}</a></DATA></DATAS>")), StringComparison.Ordinal);
        Assert.Contains("1 MiB", await RefusedAsync(Encoding.UTF8.GetBytes($"<DATAS><DATA a=\"{field}\"/></DATAS>")), StringComparison.Ordinal);
        string pieces = string.Concat(Enumerable.Repeat("<![CDATA[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]]><!---->", 40_000));
        Assert.Contains("1 MiB", (await ReadAsync($"<DATAS><DATA><a>{pieces}</a></DATA><DATA><a>1</a></DATA></DATAS>"))[0].Fault, StringComparison.Ordinal);
        string names = string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<n{i}/>"));
        Assert.Contains("名称超过", await RefusedAsync(Encoding.UTF8.GetBytes($"<DATAS>{names}<DATA/></DATAS>")), StringComparison.Ordinal);
        string many = string.Concat(Enumerable.Range(0, 600).Select(i => $"<a{i}>1</a{i}>"));
        Assert.NotNull((await ReadAsync($"<DATAS><DATA>{many}</DATA></DATAS>")).Single().Fault);
    }

    [Fact]
    public async Task A_document_cut_at_any_byte_is_refused()
    {
        byte[] whole = TextEncoding.Gb18030.GetBytes("<?xml version=\"1.0\" encoding=\"GB18030\"?><DATAS><DATA><N>青石𠮷商店</N></DATA></DATAS>");
        for (int cut = 0; cut < whole.Length; cut++)
        {
            await RefusedAsync(whole[..cut]);
        }
    }

    [Fact]
    public async Task What_cannot_be_read_twice_is_kept_without_a_name()
    {
        using var once = new OneWayStream(Encoding.UTF8.GetBytes("<DATAS><DATA><a>1</a></DATA></DATAS>"));
        var records = await Decoded.AllAsync(Decoder("""{"records":"DATAS/DATA"}"""), once);

        Assert.Equal("1", records.Single()["a"]);
        Assert.Empty(Directory.EnumerateFiles(_files.Root, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("{}", "$.records")]
    [InlineData("""{"records":"DATAS"}""", "$.records")]
    [InlineData("""{"records":"/DATAS/DATA"}""", "$.records")]
    [InlineData("""{"records":"n:DATAS/n:DATA"}""", "$.records")]
    [InlineData("""{"records":"a/b","encoding":"big5"}""", "$.encoding")]
    [InlineData("""{"records":"a/b","row":1}""", "$.row")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path) =>
        Assert.Equal(path, Assert.Single(new XmlKind(new ScratchSpace(_files.Root)).Validate(Decoded.Settings(settings))).Path);
}
