using System.Text;
using CreditHub.Connectors.Decoders;
using CreditHub.Connectors.Decoders.Csv;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class CsvDecoderTests
{
    private const string Sample = "名称,文号,金额\n青石商店,青罚〔2026〕1号,100\n\"白水,合作社\",青罚〔2026〕2号,\"1,000\"\n";

    private static Task<List<Decoded>> ReadAsync(byte[] bytes, string settings = "{}") =>
        Decoded.AllAsync(new CsvKind().Create("test", Decoded.Settings(settings)), new MemoryStream(bytes));

    private static Task<List<Decoded>> ReadAsync(string text, string settings = "{}") => ReadAsync(Encoding.UTF8.GetBytes(text), settings);

    [Fact]
    public async Task Reads_fields_by_name_with_line_and_position()
    {
        var records = await ReadAsync("\n名称,文号\n\na,1\n\n\nb,2");

        Assert.Equal([(1, 4), (2, 7)], records.Select(r => (r.Line, r.Position)));
        Assert.Equal("b", records[1]["名称"]);
        Assert.All(records, r => Assert.Null(r.Fault));
    }

    [Theory]
    [InlineData("名称,文号")]
    [InlineData("名称,文号\r\n")]
    [InlineData("名称,文号\na,1\nb,2\n")]
    public async Task Tells_the_columns_once_before_the_first_record_even_when_there_is_none(string text)
    {
        var told = new List<string>();
        using var payload = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var decoder = new CsvKind().Create("test", Decoded.Settings("{}"));
        await foreach (var raw in decoder.DecodeAsync(payload, told.AddRange, TestContext.Current.CancellationToken))
        {
            Assert.Equal(told, raw.Columns);
        }

        Assert.Equal(["名称", "文号"], told);
    }

    [Theory]
    [InlineData("auto", "utf-8", false)]
    [InlineData("auto", "utf-8", true)]
    [InlineData("auto", "gb18030", false)]
    [InlineData("gb18030", "gb18030", false)]
    [InlineData("gbk", "gb18030", false)]
    [InlineData("auto", "utf-16le", true)]
    [InlineData("auto", "utf-16be", true)]
    [InlineData("utf-16le", "utf-16le", false)]
    [Trait("R", "5")]
    public async Task Every_encoding_gives_the_same_text(string declared, string written, bool mark)
    {
        const string text = "名称,地址\n𠮷野𬭎业有限公司,䶮山路1号\r\n鿃𫚭渔业,Ünïcode · ０１\n";
        var encoding = TextEncoding.Named(written)!;
        byte[] bytes = [.. mark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];

        var records = await ReadAsync(bytes, $$"""{"encoding":"{{declared}}"}""");

        Assert.Equal(["𠮷野𬭎业有限公司", "䶮山路1号", "鿃𫚭渔业", "Ünïcode · ０１"], records.SelectMany(r => r.Fields));
    }

    [Theory]
    [InlineData("utf-8", "gb18030", "内容却不是UTF-8")]
    [InlineData("gb18030", "utf-8", "内容却是UTF-8")]
    [InlineData("gbk", "utf-8", "内容却是UTF-8")]
    [Trait("R", "5")]
    public async Task An_encoding_that_is_surely_not_the_configured_one_is_refused(string configured, string written, string reason)
    {
        byte[] bytes = TextEncoding.Named(written)!.GetBytes("名称,文号\n某某市青石商贸有限责任公司,青罚〔2026〕1号\n");
        string settings = $$"""{"encoding":"{{configured}}"}""";

        foreach (Stream payload in (Stream[])[new MemoryStream(bytes), new OneWayStream(bytes)])
        {
            var refused = await Assert.ThrowsAsync<ConnectorException>(() => Decoded.AllAsync(new CsvKind().Create("test", Decoded.Settings(settings)), payload));

            Assert.Equal(FailureKind.Payload, refused.Kind);
            Assert.Contains(reason, refused.OperatorMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_supplementary_ideograph_survives_gb18030()
    {
        var expected = Enumerable.Range(0x20000, 4000).Select(char.ConvertFromUtf32).ToList();
        byte[] bytes = TextEncoding.Gb18030.GetBytes("字,号\n" + string.Concat(expected.Select((c, i) => $"{c},{i}\n")));

        var records = await ReadAsync(bytes);

        Assert.Equal(expected, records.Select(r => r.Fields[0]));
    }

    [Theory]
    [InlineData("gb18030", new byte[] { 0xFF })]
    [InlineData("gb18030", new byte[] { 0x84, 0x32, 0x81, 0x30 })]
    [InlineData("gb18030", new byte[] { 0xB5 })]
    [InlineData("utf-8", new byte[] { 0xC3 })]
    [InlineData("utf-8", new byte[] { 0xED, 0xA0, 0x80 })]
    public async Task Undecodable_bytes_become_a_noncharacter_and_touch_one_record_only(string encoding, byte[] bad)
    {
        var text = TextEncoding.Named(encoding)!;
        byte[] bytes = [.. text.GetBytes("名称,号\n好的,1\n坏"), .. bad, .. text.GetBytes("\n还好,3\n?,4\n")];

        var records = await ReadAsync(bytes, $$"""{"encoding":"{{encoding}}"}""");

        Assert.Equal(4, records.Count);
        Assert.Contains('\uFFFF', string.Concat(records[1].Fields));
        Assert.DoesNotContain('?', string.Concat(records[1].Fields));
        Assert.Equal(["好的", "1", "还好", "3", "?", "4"], records.Where((_, i) => i != 1).SelectMany(r => r.Fields));
    }

    [Fact]
    public async Task Damaged_utf8_is_not_taken_for_gb18030()
    {
        string good = string.Concat(Enumerable.Range(1, 40).Select(i => $"某某有限责任公司,{i}\n"));
        byte[] bytes = [.. Encoding.UTF8.GetBytes("名称,号\n" + good + "坏"), 0xB5, 0xD8, .. Encoding.UTF8.GetBytes(",41\n" + good)];

        var records = await ReadAsync(bytes);

        Assert.Equal(81, records.Count);
        Assert.Equal("某某有限责任公司", records[80].Fields[0]);
        Assert.Contains('\uFFFF', records[40].Fields[0]);
    }

    [Fact]
    public async Task Text_that_cannot_be_read_twice_is_judged_by_its_first_block()
    {
        using var once = new OneWayStream(TextEncoding.Gb18030.GetBytes(Sample));

        var records = await Decoded.AllAsync(new CsvKind().Create("test", Decoded.Settings("{}")), once);

        Assert.Equal("白水,合作社", records[1]["名称"]);
    }

    [Fact]
    public async Task Quoted_fields_may_hold_line_breaks_quotes_and_separators()
    {
        var records = await ReadAsync("a,b,c\n1,\"x\r\ny\n\nz\",3\n4,\"q\"\"q,\",6\n\"7\",\"two\nlines, and a comma\",\"9\"\n10,11,12\n");

        Assert.All(records, r => Assert.Null(r.Fault));
        Assert.Equal(["1", "x\r\ny\n\nz", "3", "4", "q\"q,", "6", "7", "two\nlines, and a comma", "9", "10", "11", "12"], records.SelectMany(r => r.Fields));
        Assert.Equal([2, 6, 7, 9], records.Select(r => r.Position));
    }

    [Theory]
    [InlineData("2,\"open,3")]
    [InlineData("2,\"open")]
    [InlineData("\"2,b,c")]
    [InlineData("2,st\"ray,3")]
    [InlineData("2,\"closed\" text,3")]
    [InlineData("2,b,\"")]
    [InlineData("2,\"\"\",3")]
    [Trait("R", "5")]
    public async Task A_stray_quote_swallows_no_neighbour(string bad)
    {
        var records = await ReadAsync($"a,b,c\n1,b,c\n{bad}\n3,b,c\n4,\"q\",c\n{bad}\n5,b,\"\"\n");

        Assert.Equal(6, records.Count);
        Assert.Equal([2, 5], records.Where(r => r.Fault is not null).Select(r => r.Line));
        Assert.Equal([3, 6], records.Where(r => r.Fault is not null).Select(r => r.Position));
        Assert.All(records.Where(r => r.Fault is not null), r => Assert.Equal(bad, Assert.Single(r.Fields)));
        Assert.Equal(["1", "3", "4", "5"], records.Where(r => r.Fault is null).Select(r => r.Fields[0]));
    }

    [Theory]
    [InlineData("1,b,c,d", "列数不符：表头3列，本行4列")]
    [InlineData("1,b", "列数不符：表头3列，本行2列")]
    [InlineData("1,b,c,", "列数不符：表头3列，本行4列")]
    [InlineData("1;b;c", "列数不符：表头3列，本行1列")]
    [InlineData("a,b,c", "重复的表头行")]
    public async Task A_shifted_row_is_faulty_alone(string bad, string fault)
    {
        var records = await ReadAsync($"a,b,c\r\n0,b,c\r\n{bad}\r\n2,b,c\r\n");

        Assert.Equal([null, fault, null], records.Select(r => r.Fault));
        Assert.Equal(bad, Assert.Single(records[1].Fields));
    }

    [Fact]
    public async Task Line_ends_of_every_kind_may_be_mixed()
    {
        var records = await ReadAsync("a,b\r\n1,x\r2,x\n3,x\r\n\r\n4,\"x\"\r5,\"y\"");

        Assert.Equal(["1", "2", "3", "4", "5"], records.Select(r => r.Fields[0]));
        Assert.Equal([2, 3, 4, 6, 7], records.Select(r => r.Position));
    }

    [Theory]
    [InlineData("a;b\n1;2,5\n")]
    [InlineData("a\tb\n1\t2,5\n")]
    [InlineData("a|b\n1|2,5\n")]
    [InlineData("\"a,x\";b\n1;2,5\n")]
    public async Task The_separator_is_found_in_the_header(string text) =>
        Assert.Equal(["1", "2,5"], (await ReadAsync(text)).Single().Fields);

    [Fact]
    public async Task Title_lines_are_skipped_and_a_footer_ends_the_data()
    {
        var records = await ReadAsync(
            "行政处罚\"清单\n（2026年）\na,b\n1,x\n说明：\"共1条\n2,y\n", """{"skipLines":2,"footerPrefixes":["说明"]}""");

        Assert.Equal(["1", "x"], Assert.Single(records).Fields);
        Assert.Equal(4, records[0].Position);
    }

    [Fact]
    public async Task Without_a_quote_character_quotes_are_text() =>
        Assert.Equal(["关于\"放管服\"", "\"x"], (await ReadAsync("a\tb\n关于\"放管服\"\t\"x\n", """{"quote":"","separator":"tab"}""")).Single().Fields);

    [Fact]
    public async Task Empty_rows_and_empty_columns_of_a_spreadsheet_are_not_data()
    {
        var records = await ReadAsync(",,,,\n名称,金额,,\n甲,1,,\n,,,\n\"\", ,\"\",\n名称,金额,,\n乙,2,, \n丙,3,错,\n");

        Assert.Equal([(1, 3, null), (2, 6, "重复的表头行"), (3, 7, null)], records.Take(3).Select(r => (r.Line, r.Position, r.Fault)));
        Assert.Equal(["甲", "乙"], [records[0]["名称"], records[2]["名称"]]);
        Assert.Equal(["名称", "金额", "第3列（无列名）", "第4列（无列名）"], records[0].Columns);
        Assert.Equal((4, 8), (records[3].Line, records[3].Position));
        Assert.Contains("没有列名", records[3].Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "空")]
    [InlineData("\n\n", "没有表头")]
    [InlineData(",,,\n,,\n", "没有表头")]
    [InlineData("\"\",\"\"\n", "没有表头")]
    [InlineData("a,,c\n1,2,3\n", "第2列没有名称")]
    [InlineData("a,b,A\n1,2,3\n", "重复的列名")]
    [InlineData("a,\"b\n1,2\n", "引号")]
    public async Task A_file_without_a_usable_header_is_refused_as_a_whole(string text, string reason)
    {
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(text));

        Assert.Equal(FailureKind.Payload, refused.Kind);
        Assert.Contains(reason, refused.OperatorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n")]
    [InlineData("a,b")]
    [InlineData("\uFEFFa,b\r\n\r\n")]
    public async Task A_header_alone_is_a_zero_report(string text) => Assert.Empty(await ReadAsync(text));

    [Fact]
    public async Task Too_many_columns_are_refused() =>
        await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(string.Join(',', Enumerable.Range(0, 501)) + "\n"));

    [Fact]
    public async Task Endless_lines_and_fields_are_faulty_and_their_neighbours_are_read()
    {
        string line = new('x', 12 << 20), field = new('y', (1 << 20) + 1), record = string.Join(',', Enumerable.Repeat(new string('z', 1 << 19), 9));

        var records = await ReadAsync($"a,b\n1,x\n2,{line}\r\n3,x\n4,{field}\n5,\"{line}\n6,x\n{record}\n8,x");

        Assert.Equal(
            [null, "一行超过4 MiB", null, "第2列超过1 MiB", "一行超过4 MiB", null, "列数不符：表头2列，本行9列", null], records.Select(r => r.Fault));
        Assert.Equal([2, 3, 4, 5, 6, 7, 8, 9], records.Select(r => r.Position));
        Assert.All(records, r => Assert.True(r.Fields.Sum(f => f.Length) <= 64 << 10));
    }

    [Fact]
    public async Task An_unclosed_quote_at_the_start_of_a_large_file_costs_one_record()
    {
        var text = new StringBuilder("a,b\n0,\"open\n");
        for (int i = 1; i <= 20_000; i++)
        {
            text.Append(i).Append(",x\n");
        }

        var records = await ReadAsync(text.ToString());

        Assert.Equal(20_001, records.Count);
        Assert.Equal(1, records.Count(r => r.Fault is not null));
    }

    [Fact]
    public async Task Nothing_but_faulty_lines_is_read_to_the_end()
    {
        var records = await ReadAsync("a,b\n" + string.Concat(Enumerable.Repeat("1,\"x\"y\n", 30_000)));

        Assert.Equal(30_000, records.Count(r => r.Fault is not null));
        Assert.Equal(30_001, records[^1].Position);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("gb18030")]
    public async Task A_file_cut_at_any_byte_gives_no_record_that_was_not_there(string written)
    {
        const string text = "名称,文号,备注\n青石商店,1号,\"两\n行\"\n𠮷野商行,2号,\"含,逗号\"\n白水合作社,3号,完\n";
        byte[] bytes = TextEncoding.Named(written)!.GetBytes(text);
        string settings = $$"""{"encoding":"{{written}}"}""";
        var whole = await ReadAsync(bytes, settings);
        int header = TextEncoding.Named(written)!.GetByteCount("名称,文号,备注");

        for (int cut = header; cut < bytes.Length; cut++)
        {
            var records = await ReadAsync(bytes[..cut], settings);

            for (int i = 0; i < records.Count - 1 && records[i].Fault is null; i++)
            {
                Assert.Equal(whole[i].Fields, records[i].Fields);
            }

            if (records.Count > 0 && records[^1] is { Fault: null } last)
            {
                string expected = string.Join('\u001f', whole[records.Count - 1].Fields), got = string.Join('\u001f', last.Fields);
                Assert.StartsWith(got, expected, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_file_that_ends_within_a_character_ends_with_a_faulty_record()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("a,b\n1,甲\n2,乙");

        var records = await ReadAsync(bytes[..^1]);

        Assert.Equal([false, true], records.Select(r => r.Fault is not null));
    }

    [Fact]
    public async Task Random_quoted_text_with_line_breaks_comes_back_as_written()
    {
        var random = new Random(20261120);
        for (int round = 0; round < 300; round++)
        {
            var rows = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Enumerable.Range(0, 4).Select(_ => Word(random)).ToArray()).ToList();
            string text = "a,b,c,d\n" + string.Concat(rows.Select(row => string.Join(',', row.Select(Quoted)) + "\r\n"));

            var records = await ReadAsync(text);

            Assert.Equal(rows.SelectMany(row => row), records.SelectMany(r => r.Fields));
        }
    }

    private static string Word(Random random) => new([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => "ab\"\n名"[random.Next(5)])]);

    private static string Quoted(string word) => $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
