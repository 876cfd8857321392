using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Tests.Normalization;

public class TextNormalizationTests
{
    [Theory]
    [InlineData(" 张三公司 ", "张三公司")]
    [InlineData("\u3000张三\u3000公司\u3000", "张三 公司")]
    [InlineData("ＡＢｃ１２３公司（中国）", "ABc123公司（中国）")]
    [InlineData("张\u200B三\uFEFF", "张三")]
    [InlineData("张\u00A0三", "张 三")]
    [InlineData("第一行\r\n第二行", "第一行 第二行")]
    [InlineData("甲\u2028乙", "甲 乙")]
    [InlineData("甲\u202E乙", "甲乙")]
    [InlineData("甲\u0007乙", "甲乙")]
    [InlineData("“引号”、《书名》，。；：！？—…·①℃", "“引号”、《书名》，。；：！？—…·①℃")]
    [InlineData("王𠮷𬭎", "王𠮷𬭎")]
    [InlineData("买买提·吐尔逊", "买买提·吐尔逊")]
    [InlineData("it\"s \\ ok", "it\"s \\ ok")]
    public async Task Cleans_text(string raw, string expected)
    {
        var row = await new TestDataset().Field("A").RowAsync(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["A"]);
    }

    [Fact]
    public async Task Keeps_line_breaks_of_long_text_in_one_form()
    {
        var dataset = new TestDataset().Field("A", FieldType.LongText);
        var windows = await dataset.RowAsync("第一行\r\n\t第二行\n");
        var unix = await dataset.RowAsync("第一行\n 第二行");
        Assert.Equal("第一行\n 第二行", windows["A"]);
        Assert.Equal(unix.Content, windows.Content);
        Assert.Contains("\\n", windows.Content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/"), InlineData("\\"), InlineData("-"), InlineData("--"), InlineData("—"), InlineData("——"), InlineData("无"), InlineData("暂无")]
    [InlineData("空"), InlineData("不详"), InlineData("未知"), InlineData("NULL"), InlineData("null"), InlineData("None"), InlineData("N/A")]
    [InlineData("n/a"), InlineData("\\N"), InlineData("[]号"), InlineData("0000-00-00"), InlineData(""), InlineData("  "), InlineData("\u3000"), InlineData(" 无 ")]
    public async Task Takes_null_words_as_absent(string word)
    {
        var row = await new TestDataset().Field("K").Field("A").RowAsync("k", word);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal("""{"K":"k"}""", row.Content);
    }

    [Fact]
    public async Task Keeps_the_word_for_no_document_number_only_in_document_numbers()
    {
        var dataset = new TestDataset().Field("K").Field("W", rules: "doc_no_chars").Field("P", rules: "no_placeholder doc_no_chars")
            .Field("X", with: field => field with { Name = "行政许可决定书文号" });
        var row = await dataset.RowAsync("k", "空", "空", "空");
        Assert.Equal(["no_placeholder"], row.Rules);
        var kept = await dataset.RowAsync("k", "空", "", "空");
        Assert.Equal(("空", "空"), (kept["W"], kept["X"]));
    }

    [Fact]
    public async Task Maps_all_private_use_pairs_to_the_characters_of_2022()
    {
        Assert.Equal(25, GbPrivateUse.Pairs.Count());
        var dataset = new TestDataset().Field("A");
        foreach (var (privateUse, character) in GbPrivateUse.Pairs)
        {
            string raw = "王" + char.ConvertFromUtf32(privateUse);
            var row = await dataset.RowAsync(raw);
            Assert.Equal("王" + char.ConvertFromUtf32(character), row["A"]);
            Assert.Equal(["gb18030_2022"], row.RepairRules);
            Assert.Equal((await dataset.RowAsync("王" + char.ConvertFromUtf32(character))).Id, row.Id);
        }

        Assert.Contains((0xE81E, 0x9FB4), GbPrivateUse.Pairs);
        Assert.Contains((0xE7C7, 0x1E3F), GbPrivateUse.Pairs);
        Assert.Contains((0xE78D, 0xFE10), GbPrivateUse.Pairs);
    }

    [Theory]
    [InlineData("E7 8E 8B 00 E4 B8 89", "U+0000")]
    [InlineData("E7 8E 8B EF BF BD", "无法解码")]
    [InlineData("E7 8E 8B EF BF BF", "无法解码")]
    [InlineData("E7 8E 8B FF", "无法解码")]
    [InlineData("E7 8E", "无法解码")]
    [InlineData("ED A1 82", "无法解码")]
    [InlineData("41 ED BE B7", "无法解码")]
    [InlineData("E7 8E 8B EF B7 90", "无法解码")]
    [InlineData("F0 9F BF BE", "无法解码")]
    [InlineData("C0 80", "无法解码")]
    public async Task Refuses_what_cannot_be_stored_or_was_not_decoded(string hex, string words)
    {
        var row = await new TestDataset().Field("K").Field("A", with: field => field with { Required = true })
            .BytesAsync("k"u8.ToArray(), Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        Assert.False(row.Accepted);
        Assert.Equal(["encoding"], row.Rules);
        Assert.Contains(words, row.Messages, StringComparison.Ordinal);
        Assert.Equal("", row.Content);
    }

    [Fact]
    public async Task Scan_and_cleaner_agree_on_every_character()
    {
        var cleaner = new TextCleaner();
        byte[] text = new byte[12];
        for (int code = 1; code <= 0x10FFFF; code += code < 0x30000 ? 1 : 251)
        {
            if (!Rune.IsValid(code))
            {
                continue;
            }

            text[0] = (byte)'a';
            int length = new Rune(code).EncodeToUtf8(text.AsSpan(1)) + 2;
            text[length - 1] = (byte)'b';
            foreach (var mode in new[] { CleanMode.Text, CleanMode.LongText })
            {
                bool same = cleaner.Clean(text.AsSpan(0, length), mode, out var flags).SequenceEqual(text.AsSpan(0, length)) && flags == CleanFlags.None;
                bool clean = TextScan.IsClean(text.AsSpan(0, length), mode);
                Assert.True(!clean || same, $"U+{code:X4} {mode} is called clean but changes");
                Assert.True(clean || !same || code is (>= 0xE780 and <= 0xE87F) or (>= 0x2E80 and <= 0x2FFF) or (>= 0xF900 and <= 0xFA3F), $"U+{code:X4} {mode} takes the slow path for nothing");
            }
        }

        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("张\u3000三", "space"), InlineData("张\u00A0三", "space"), InlineData("张\t三", "space"), InlineData("\u3000张 三\u00A0\t", null), InlineData(" \u3000 张 三", null)]
    public async Task A_space_of_another_kind_is_a_repair_inside_and_trimming_at_the_ends(string raw, string? repair)
    {
        var row = await new TestDataset().Field("A").RowAsync(raw);
        Assert.Equal("张 三", row["A"]);
        Assert.Equal(repair is null ? [] : [repair], row.RepairRules);
    }

    [Theory]
    [InlineData("⼈⺠法院", "人民法院", "han_radical"), InlineData("⻓⻔⼾籍", "长门户籍", "han_radical"), InlineData("\uF9F1人", "隣人", "han_radical")]
    [InlineData("许\uFE00昌", "许昌", "invisible_chars"), InlineData("葛\U000E0100城", "葛城", "invisible_chars"), InlineData("许\u3164昌", "许昌", "invisible_chars")]
    [InlineData("许\u061C昌", "许昌", "invisible_chars"), InlineData("许\u180E昌", "许昌", "invisible_chars")]
    public async Task Finds_the_character_behind_one_that_looks_like_it(string raw, string expected, string repair)
    {
        var row = await new TestDataset().Field("A").RowAsync(raw);
        Assert.Equal(expected, row["A"]);
        Assert.Equal([repair], row.RepairRules);
        Assert.Equal((await new TestDataset().Field("A").RowAsync(expected)).Id, row.Id);
    }

    [Theory]
    [InlineData("⺮ 竹头"), InlineData("\uFA0E"), InlineData("⿰亻尔")]
    public async Task Leaves_components_and_unified_ideographs(string raw)
    {
        var row = await new TestDataset().Field("A").RowAsync(raw);
        Assert.Equal(raw, row["A"]);
        Assert.Empty(row.Repairs);
    }

    [Fact]
    public async Task Refuses_control_characters_in_names()
    {
        var row = await new TestDataset().Field("A", rules: "name_chars").RowAsync("王\u0001五");
        Assert.Equal(["name_chars"], row.Rules);
    }

    [Theory]
    [InlineData("豫罚[2026]12号"), InlineData("豫罚（2026）12号"), InlineData("豫罚(2026) 12号"), InlineData("豫罚【2026】12号"), InlineData("豫罚［2026］12号")]
    [InlineData("豫罚〔2026〕12号"), InlineData("豫罚〔２０２６〕\n12号"), InlineData("豫罚﹝2026﹞12号")]
    public async Task Gives_document_numbers_one_form(string raw)
    {
        var row = await new TestDataset().Field("A", rules: "doc_no_chars").RowAsync(raw);
        Assert.Equal("豫罚〔2026〕12号", row["A"]);
    }

    [Theory]
    [InlineData("(2023)川01执123号"), InlineData("（2023）川01执123号"), InlineData("[2023]川01执 123号"), InlineData("〔２０２３〕川01执123号")]
    public async Task Gives_case_numbers_one_form(string raw)
    {
        var row = await new TestDataset().Field("A", rules: "case_no").RowAsync(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal("（2023）川01执123号", row["A"]);
    }

    [Theory]
    [InlineData("138 0013 8001", "13800138001")]
    [InlineData("13800138001.0", "13800138001")]
    [InlineData("+8613800138001", "13800138001")]
    [InlineData("138-0013-8001", "13800138001")]
    [InlineData("１３８００１３８００１", "13800138001")]
    [InlineData("(0371)65800001", "0371-65800001")]
    [InlineData("13800138001、13900139001", "13800138001;13900139001")]
    [InlineData("13800138001或0371-65800001", "13800138001;0371-65800001")]
    [InlineData("13800138001 13900139001", "13800138001;13900139001")]
    [InlineData("13800138001/13800138001", "13800138001")]
    public async Task Gives_phone_numbers_one_form(string raw, string expected)
    {
        var row = await new TestDataset().Field("A", rules: "phone_multi").RowAsync(raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["A"]);
    }

    [Fact]
    public async Task Refuses_two_phones_where_one_is_asked_and_fakes()
    {
        Assert.Equal(["phone"], (await new TestDataset().Field("A", rules: "phone").RowAsync("13800138001;13900139001")).Rules);
        Assert.Equal(["phone_multi"], (await new TestDataset().Field("A", rules: "phone_multi").RowAsync("1111111")).Rules);
    }

    [Fact]
    public async Task A_field_of_one_mebibyte_is_refused_by_its_length_without_breaking_the_next_row()
    {
        var dataset = new TestDataset().Field("K").Field("A", with: field => field with { MaxLength = 100 });
        byte[] large = Encoding.UTF8.GetBytes(new string('　', 3) + new string('王', 350_000));
        var decoder = new RowDecoder(["K", "A"], [["1"u8.ToArray(), large], ["2"u8.ToArray(), "短"u8.ToArray()]]);
        var rows = await dataset.ReadAsync(decoder);
        Assert.Equal(["maxLength"], rows[0].Rules);
        Assert.True(rows[0].Messages.Length < 200);
        Assert.Equal("""{"K":"2","A":"短"}""", rows[1].Content);
    }
}
