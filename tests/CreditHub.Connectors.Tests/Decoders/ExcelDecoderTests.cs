using System.IO.Compression;
using System.Text;
using CreditHub.Connectors.Decoders.Excel;
using CreditHub.Connectors.Streams;
using CreditHub.Testing.Suppliers;
using CreditHub.Connectors.Tests.Sources;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Tests.Decoders;

public sealed class ExcelDecoderTests : IDisposable
{
    private readonly Directories _files = new();

    public void Dispose() => _files.Dispose();

    private Task<List<Decoded>> ReadAsync(byte[] bytes, string settings = "{}") =>
        Decoded.AllAsync(new ExcelKind(new ScratchSpace(_files.Root)).Create("test", Decoded.Settings(settings)), new MemoryStream(bytes));

    private Task<List<Decoded>> ReadAsync(string settings, params object?[][] rows) => ReadAsync(new WorkbookFile().Sheet("S", rows).ToBytes(), settings);

    private async Task<string> RefusedAsync(byte[] bytes, string settings = "{}")
    {
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => ReadAsync(bytes, settings));
        Assert.Equal(FailureKind.Payload, refused.Kind);
        return refused.OperatorMessage;
    }

    [Fact]
    public async Task Titles_groups_notes_and_footers_are_no_records()
    {
        byte[] bytes = new WorkbookFile().Sheet(
            "S",
            [["行政处罚信息报送表"], [], ["名称", "文号", "金额"], ["甲", "1号", 5], ["一、市本级"], ["乙", "2号", 6], ["注：单位为元", "x"], ["丙", "3号", 7], [" 合计", null, 18], ["丁", "4号", 8]],
            ["A1:C1", "A5:C5"]).ToBytes();

        var records = await ReadAsync(bytes, """{"notePrefixes":["注："],"footerPrefixes":["合计"]}""");

        Assert.Equal([(1, 4, "甲"), (2, 6, "乙"), (3, 8, "丙")], records.Select(r => (r.Line, r.Position, r["名称"])));
        Assert.All(records, r => Assert.Null(r.Fault));
    }

    [Fact]
    public async Task Merged_cells_are_filled_down_and_over_named_columns()
    {
        byte[] bytes = new WorkbookFile().Sheet(
            "S", [["部门", "名称", "起", "止", null], ["工信局", "甲", "长期", null], [null, "乙", "1", "2"], [null, "丙", "3", "4"], ["商务局", "丁", "5", "6"]], ["A2:A4", "C2:D2"]).ToBytes();

        var records = await ReadAsync(bytes);

        Assert.Equal(["工信局", "工信局", "工信局", "商务局"], records.Select(r => r["部门"]));
        Assert.Equal(["长期", "长期"], [records[0]["起"], records[0]["止"]]);
        Assert.All(records, r => Assert.Null(r.Fault));
    }

    [Fact]
    public async Task Two_header_rows_are_joined_and_merged_names_stay_single()
    {
        byte[] bytes = new WorkbookFile().Sheet(
            "S", [["标题"], ["名称", "许可", null, "备注\n（选填）", null], [null, "文号", "日期", null, null], ["甲", "1号", "2026-01-02", "无", null]],
            ["A1:E1", "A2:A3", "B2:C2", "D2:E3"]).ToBytes();

        var record = Assert.Single(await ReadAsync(bytes, """{"headerRows":2}"""));

        Assert.Equal(["名称", "许可.文号", "许可.日期", "备注（选填）"], record.Columns.Take(4));
        Assert.Equal(["甲", "1号", "2026-01-02", "无"], record.Fields.Take(4));
        Assert.Equal(record.Fields, (await ReadAsync(bytes, """{"headerRows":2,"headerColumn":"许可.文号"}""".Replace("许可.", "", StringComparison.Ordinal))).Single().Fields);
    }

    [Fact]
    public async Task The_header_is_found_by_a_column_or_after_skipped_rows()
    {
        object?[][] rows = [["单位：甲局", "日期：2026-01"], ["名称", "文号"], ["甲", "1号"]];

        Assert.Equal("1号", Assert.Single(await ReadAsync("""{"headerColumn":"文号"}""", rows))["文号"]);
        Assert.Equal("1号", Assert.Single(await ReadAsync("""{"skipRows":1}""", rows))["文号"]);
        Assert.Contains("没有列名“金额”", await RefusedAsync(new WorkbookFile().Sheet("S", rows).ToBytes(), """{"headerColumn":"金额"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("46100", 1, "2026-03-19")]
    [InlineData("46100", 2, "2026-03-19")]
    [InlineData("46100", 5, "2026-03-19")]
    [InlineData("46100", 6, "2026-03-19")]
    [InlineData("46100.354166666664", 4, "2026-03-19 08:30:00")]
    [InlineData("46100", 0, "46100")]
    [InlineData("123", 3, "000123")]
    [InlineData("0.30000000000000004", 0, "0.3")]
    [InlineData("915101000000000", 0, "915101000000000")]
    [InlineData("-12.50", 0, "-12.5")]
    [InlineData("1E-07", 0, "0.0000001")]
    [InlineData("0.12", 7, "0.12")]
    public async Task Numbers_and_days_come_as_a_person_would_type_them(string value, int style, string expected) =>
        Assert.Equal(expected, (await ReadAsync("{}", ["a", "b"], [WorkbookFile.Styled(value, style), "x"])).Single()["a"]);

    [Fact]
    public async Task Days_of_a_1904_workbook_are_right()
    {
        byte[] bytes = new WorkbookFile { Properties = "<workbookPr date1904=\"1\"/>" }
            .Sheet("S", [["a", "b"], [WorkbookFile.Styled("44638", 1), WorkbookFile.Styled("44638", 2)]]).ToBytes();

        Assert.Equal(["2026-03-19", "2026-03-19"], (await ReadAsync(bytes)).Single().Fields);
    }

    [Theory]
    [InlineData("915101000000000123")]
    [InlineData("9.15101E+17")]
    [InlineData("110101199003070000")]
    [Trait("R", "5")]
    public async Task A_code_whose_digits_are_lost_is_a_fault_that_says_so(string value)
    {
        var records = await ReadAsync("{}", ["代码", "名称"], [WorkbookFile.Styled(value, 0), "甲"], ["91510100MA00000001", "乙"]);

        Assert.Contains("“代码”是超过15位的数字", records[0].Fault, StringComparison.Ordinal);
        Assert.Equal("91510100MA00000001", records[1]["代码"]);
    }

    [Fact]
    public async Task A_formula_is_its_last_value_and_a_failed_one_is_never_empty()
    {
        var record = (await ReadAsync(
            "{}", ["a", "b", "c", "d", "e", "f"],
            ["<c t=\"str\"><f>1+1</f><v>值</v></c>", "<c t=\"e\"><f>A9</f><v>#REF!</v></c>", "<c><f>A1</f></c>", "=cmd|'/c calc'!A1", "<c t=\"b\"><v>1</v></c>", "<c><f>1</f><v>7</v></c>"])).Single();

        Assert.Equal(["值", "#REF!", "#VALUE!", "=cmd|'/c calc'!A1", "TRUE", "7"], record.Fields);
    }

    [Fact]
    public async Task A_sheet_is_chosen_by_name_or_by_number_over_the_visible_ones()
    {
        byte[] bytes = new WorkbookFile()
            .Sheet("隐藏", [["a", "b"], ["0", "x"]], state: "hidden").Sheet("甲", [["a", "b"], ["1", "x"]]).Sheet("乙", [["a", "b"], ["2", "x"]]).ToBytes();

        Assert.Equal("1", (await ReadAsync(bytes)).Single()["a"]);
        Assert.Equal("2", (await ReadAsync(bytes, """{"sheet":"2"}""")).Single()["a"]);
        Assert.Equal("0", (await ReadAsync(bytes, """{"sheet":"隐藏"}""")).Single()["a"]);
        Assert.Contains("没有名为“丙”的工作表。该文件的工作表：甲、乙", await RefusedAsync(bytes, """{"sheet":"丙"}"""), StringComparison.Ordinal);
        Assert.Contains("没有第3个工作表", await RefusedAsync(bytes, """{"sheet":"3"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Content_without_a_column_name_and_a_repeated_header_are_faults()
    {
        var records = await ReadAsync("{}", [null, "名称", null, "文号"], [null, "甲", null, "1"], ["x", "乙", null, "2"], [null, "名称", null, "文号"], [], [null, "丙", null, "3"]);

        Assert.Equal([null, "第1列没有列名，却有内容，可能错列", "重复的表头行", null], records.Select(r => r.Fault));
        Assert.Equal((4, 6), (records[3].Line, records[3].Position));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_old_workbook_is_read(bool seekable)
    {
        byte[] bytes = OldWorkbookFile.Write("处罚", [["名称", "代码", "日期"], ["青石商店", 123d, new DateTime(2026, 3, 19)], ["白水𠮷", 915101000000000123d, null]]);
        var decoder = new ExcelKind(new ScratchSpace(_files.Root)).Create("test", Decoded.Settings("""{"sheet":"处罚"}"""));

        var records = await Decoded.AllAsync(decoder, seekable ? new MemoryStream(bytes) : new OneWayStream(bytes, 1000));

        Assert.Equal(["青石商店", "123", "2026-03-19"], records[0].Fields);
        Assert.Contains("超过15位", records[1].Fault, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_files.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_header_alone_is_a_zero_report_and_nothing_at_all_is_a_fault()
    {
        Assert.Empty(await ReadAsync("{}", ["名称", "文号"]));
        Assert.Contains("0字节", await RefusedAsync([]), StringComparison.Ordinal);
        Assert.Contains("没有表头", await RefusedAsync(new WorkbookFile().Sheet("S", []).ToBytes()), StringComparison.Ordinal);
        Assert.Contains("重复的列名：a", await RefusedAsync(new WorkbookFile().Sheet("S", [["a", "b", "A"]]).ToBytes()), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_is_no_workbook_is_refused_with_what_to_do()
    {
        using var plain = new MemoryStream();
        using (var zip = new ZipArchive(plain, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var stream = zip.CreateEntry("a.csv").Open();
            stream.WriteByte(1);
        }

        Assert.Contains("不是Excel工作簿", await RefusedAsync(Encoding.UTF8.GetBytes("<html><table><tr><td>名称</td></tr></table></html>")), StringComparison.Ordinal);
        Assert.Contains("压缩包而不是Excel", await RefusedAsync(plain.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_workbooks_are_refused_quickly()
    {
        string endless = $"<row r=\"1\"><c t=\"inlineStr\"><is><t>{new string('x', 3 << 20)}</t></is></c></row>";
        Assert.Contains("1 MiB", await RefusedAsync(new WorkbookFile().RawSheet("S", endless).ToBytes()), StringComparison.Ordinal);
        Assert.Contains("列的上限", await RefusedAsync(new WorkbookFile().RawSheet("S", "<row r=\"1\"><c r=\"ZZZZZ1\"><v>1</v></c></row>").ToBytes()), StringComparison.Ordinal);
        Assert.Contains("1048576行", await RefusedAsync(new WorkbookFile().RawSheet("S", "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"2000000000\"><c r=\"A2\"><v>1</v></c></row>").ToBytes()), StringComparison.Ordinal);
        string bomb = string.Concat(Enumerable.Repeat("<row/>" + new string(' ', 4000), 5_000));
        Assert.Contains("压缩比", await RefusedAsync(new WorkbookFile { Level = CompressionLevel.SmallestSize }.RawSheet("S", bomb).ToBytes()), StringComparison.Ordinal);
        byte[] entities = new WorkbookFile { Properties = "]]>" }.Sheet("S", [["a", "b"]]).ToBytes();
        Assert.Contains("损坏", await RefusedAsync(entities), StringComparison.Ordinal);
    }

    /// <summary>What the library joins, keeps or counts without a bound is bounded before it.</summary>
    [Fact]
    public async Task What_a_spreadsheet_program_never_writes_takes_neither_time_nor_memory()
    {
        Task<string> SheetAsync(string rows) => RefusedAsync(new WorkbookFile().RawSheet("S", rows).ToBytes());
        string Cell(string inside) => $"<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is>{inside}</is></c></row>";
        Assert.Contains("过长的单元格文本", await SheetAsync(Cell(string.Concat(Enumerable.Repeat("<r><t>abcd</t></r>", 20_000)))), StringComparison.Ordinal);
        Assert.Contains("过长的单元格文本", await SheetAsync(Cell($"<t>{string.Concat(Enumerable.Repeat("<![CDATA[aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]]>", 40_000))}</t>")), StringComparison.Ordinal);
        Assert.Contains("名称", await SheetAsync(string.Concat(Enumerable.Range(0, 30_000).Select(i => $"<a{i}/>"))), StringComparison.Ordinal);
        Assert.Contains("嵌套", await SheetAsync(string.Concat(Enumerable.Repeat("<a>", 10_000))), StringComparison.Ordinal);
        Assert.Contains("合并单元格", await SheetAsync(string.Concat(Enumerable.Repeat("<mergeCell ref=\"A1:B1\"/>", 500_001))), StringComparison.Ordinal);
        Assert.Equal(["a&b", "c"], Assert.Single(await ReadAsync(new WorkbookFile().RawSheet("S",
            "<row r=\"1\"><c t=\"inlineStr\"><is><t>x</t></is></c><c t=\"inlineStr\"><is><t>y</t></is></c></row><row r=\"2\"><c t=\"inlineStr\"><is><r><t>a</t></r><r><t>&amp;b</t></r></is></c><c t=\"inlineStr\"><is><t>c</t></is></c></row>").ToBytes())).Fields);
    }

    /// <summary>A chain of sectors that leads back to itself, and a table of texts that says it holds two thousand million.</summary>
    [Theory]
    [InlineData(0x7FFFFFFF, true)]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    public async Task An_old_workbook_that_lies_about_its_size_ends(int texts, bool inTable)
    {
        byte[] file = OldWorkbookFile.Write("S", [["a", "b"], .. Enumerable.Range(0, 500).Select(i => new object?[] { $"text {i}", "x" })], shared: true);
        if (inTable)
        {
            int table = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFC, 0x00]);
            BitConverter.GetBytes(texts).CopyTo(file, table + 4);
            BitConverter.GetBytes(texts).CopyTo(file, table + 8);
        }
        else
        {
            BitConverter.GetBytes(3).CopyTo(file, 512 + (4 * 6));
        }

        try
        {
            Assert.All(await ReadAsync(file), record => Assert.NotNull(record));
        }
        catch (ConnectorException refused)
        {
            Assert.Equal(FailureKind.Payload, refused.Kind);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_damaged_workbook_never_breaks_the_decoder(bool old)
    {
        byte[] whole = old
            ? OldWorkbookFile.Write("S", [["a", "b"], ["1", 2d], ["3", 4d]])
            : new WorkbookFile().Sheet("S", [["a", "b"], ["1", 2], ["3", 4]], ["A1:A2"]).ToBytes();
        var random = new Random(20261125);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = round % 3 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            for (int i = 0; i < 4 && round % 3 != 0; i++)
            {
                damaged[random.Next(Math.Min(damaged.Length, 4000))] = (byte)random.Next(256);
            }

            try
            {
                await ReadAsync(damaged);
            }
            catch (ConnectorException refused)
            {
                Assert.Equal(FailureKind.Payload, refused.Kind);
            }
        }
    }

    [Theory]
    [InlineData("""{"sheet":""}""", "$.sheet")]
    [InlineData("""{"sheet":"0"}""", "$.sheet")]
    [InlineData("""{"headerRows":3}""", "$.headerRows")]
    [InlineData("""{"skipRows":-1}""", "$.skipRows")]
    [InlineData("""{"headerColumn":" "}""", "$.headerColumn")]
    [InlineData("""{"notePrefixes":[""]}""", "$.notePrefixes")]
    [InlineData("""{"footerPrefixes":[" "]}""", "$.footerPrefixes")]
    [InlineData("""{"tab":"x"}""", "$.tab")]
    public void Each_mistake_in_the_settings_is_found(string settings, string path) =>
        Assert.Equal(path, Assert.Single(new ExcelKind(new ScratchSpace(_files.Root)).Validate(Decoded.Settings(settings))).Path);
}
