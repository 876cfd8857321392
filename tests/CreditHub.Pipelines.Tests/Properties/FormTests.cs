using System.Globalization;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Tests.Normalization;
using FsCheck;
using FsCheck.Fluent;

namespace CreditHub.Pipelines.Tests.Properties;

/// <summary>Forms of values: every writing of a value ends as that value; a normalised value stays as it is; nothing makes a form throw.</summary>
public class FormTests
{
    private static readonly string[] DayForms =
    [
        "yyyy'/'MM'/'dd", "yyyy'-'MM'-'dd", "yyyy'.'MM'.'dd", "yyyy'/'M'/'d", "yyyy'-'M'-'d", "yyyy'.'M'.'d", "yyyyMMdd", "yyyy'年'M'月'd'日'", "yyyyMMdd'235959'",
        "yyyy'-'MM'-'dd 00':'00':'00", "yyyy'/'M'/'d 9':'05':'00", "yyyy'-'MM'-'dd'T'23':'59':'59", "yyyyMMdd'.0'",
    ];

    private static readonly string[] Pieces =
    [
        "许昌", "某某", "公司", "（", "）", "(", ")", "〔", "2026", "〕", "[", "]", "号", "、", "；", ";", ",", "，", " ", "　", "\u200B", "\uFEFF", "\u00A0", "\n", "\t", "\u0000", "\uE81E", "⼈", "Ａ", "１", "－",
        "/", "-", ".", ".0", "元", "万", "万元", "伍", "拾", "零", "整", "￥", "E+17", "914403001922038216", "192203821", "11010519491231002X", "110105491231002", "O", "I", "×", "*", "无", "NULL", "#REF!",
        "长期", "年", "月", "日", "138", "00138001", "0371", "罚款", "警告", "其他", "\uFFFD", "𠮷", "\"", "\\",
    ];

    private static readonly Gen<byte[]> Mixed = Gen.Elements(Pieces).ArrayOf().Resize(6).Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)));

    /// <summary>Any bytes: broken sequences, surrogates as bytes, NUL.</summary>
    private static readonly Gen<byte[]> Noise = Gen.Frequency(
        (3, Mixed),
        (2, Gen.Choose(0, 255).Select(unit => (byte)unit).ArrayOf()),
        (1, from before in Mixed from cut in Gen.Choose(1, 3) select before.Length > cut ? before[..^cut] : before),
        (1, Gen.Elements<byte[]>([0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xEF, 0xBF, 0xBE], [0xE8])));

    [Fact]
    public void Every_form_of_a_day_is_that_day() =>
        Given.Any(
            from number in Gen.Choose(0, new DateOnly(2098, 12, 31).DayNumber - new DateOnly(1800, 1, 2).DayNumber)
            from form in Gen.Elements(DayForms)
            select (Day: new DateOnly(1800, 1, 2).AddDays(number), Form: form),
            value =>
            {
                string text = value.Day.ToDateTime(TimeOnly.MinValue).ToString(value.Form, CultureInfo.InvariantCulture);
                return DayText.Read(Encoding.UTF8.GetBytes(text)) is { Problem: DayProblem.None } reading && reading.Number == DayText.Number(value.Day);
            },
            2000);

    [Fact]
    public void A_day_number_of_a_spreadsheet_is_that_day() =>
        Given.Any(Gen.Choose(10000, 73050), serial =>
            DayText.Read(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{serial}.25"))).Number == DayText.Number(DateOnly.FromDateTime(DateTime.FromOADate(serial))));

    [Fact]
    public void Every_writing_of_a_sum_is_that_sum() =>
        Given.Any(
            from yuan in Gen.Choose(1, int.MaxValue)
            from factor in Gen.Elements(1L, 7L, 10_000L)
            from fen in Gen.Choose(0, 99)
            select (yuan * factor % 9_999_9999_9999) + (fen / 100m),
            sum =>
            {
                long yuan = (long)sum;
                int fen = (int)((sum - yuan) * 100);
                string part = (fen / 10 > 0 ? ChineseWriting.Of(fen / 10, true) + "角" : fen > 0 ? "零" : "") + (fen % 10 > 0 ? ChineseWriting.Of(fen % 10, true) + "分" : "");
                string plain = sum.ToString("0.##", CultureInfo.InvariantCulture);
                string capital = ChineseWriting.Of(yuan, true) + "元" + (fen == 0 ? "整" : part);
                string[] writings =
                [
                    plain, plain + "元", "￥" + sum.ToString("#,##0.00", CultureInfo.InvariantCulture), (sum / 10_000).ToString("0.######", CultureInfo.InvariantCulture) + "万元",
                    capital, "人民币" + capital, $"{plain}元（{capital}）", $"{capital}({plain})", "大写：" + capital,
                ];
                return writings.All(writing => InYuan(writing) == plain);
            });

    [Fact]
    public void Every_number_in_small_or_capital_numerals_is_that_number() =>
        Given.Any(
            from number in Gen.OneOf(Gen.Choose(0, 99_999).Select(small => (long)small), Gen.Choose(0, int.MaxValue).Select(large => large * 465L))
            from capital in Gen.Elements(true, false)
            select (number, capital),
            value => ChineseNumber.Read(Encoding.UTF8.GetBytes(ChineseWriting.Of(value.number, value.capital) + "元")) is { Length: > 0 } read && read.Fen == value.number * 100,
            3000);

    [Fact]
    public async Task Nothing_makes_a_form_throw_and_what_is_taken_is_stable()
    {
        var dataset = Dataset();
        string[] columns = [.. dataset.Definition.Fields.Select(field => field.Code)];
        var values = Noise.Sample(4000, new Rnd(20261120, 1), 30).ToArray();
        var decoder = new RowDecoder(columns, [.. values.Select((value, i) => Enumerable.Repeat(value, columns.Length - 1).Prepend(Encoding.UTF8.GetBytes($"k{i}")).ToArray())]);
        var first = await dataset.ReadAsync(decoder);
        var same = await dataset.ReadAsync(decoder);
        Assert.Equal(first.Select(row => (row.Hash, row.Id, row.Messages)), same.Select(row => (row.Hash, row.Id, row.Messages)));

        string[][] taken = [.. first.Select(row => columns.Select((_, i) => row.Trace.FirstOrDefault(field => field.Code == columns[i])?.Normalized ?? "").ToArray())];
        var again = await dataset.ReadAsync(RowDecoder.Of(columns, taken));
        for (int i = 0; i < taken.Length; i++)
        {
            string[] once = taken[i];
            string[] twice = [.. columns.Select(code => again[i].Trace.FirstOrDefault(field => field.Code == code)?.Normalized ?? "")];
            Assert.True(once.SequenceEqual(twice), $"row {i} [{Convert.ToHexString(values[i])}]: {string.Join('|', once)} became {string.Join('|', twice)}");
        }
    }

    [Fact]
    public async Task No_value_changes_without_a_name_for_it()
    {
        var dataset = Dataset();
        dataset.Subject = new("T", "U", "G", "R", null, null, null);
        dataset.Field("G", rules: "orgcode_or_uscc").Field("R", rules: "regno15_warn");
        string[] columns = [.. dataset.Definition.Fields.Select(field => field.Code)];
        byte[][] values = [.. Noise.Sample(4000, new Rnd(20261121, 1), 30)];
        var rows = await dataset.ReadAsync(new RowDecoder(columns, [.. values.Select((value, i) => columns.Select((_, c) => c == 0 ? Encoding.UTF8.GetBytes($"k{i}") : values[(i + (c * 7)) % values.Length]).ToArray())]));
        foreach (var row in rows)
        {
            foreach (var field in row.Trace)
            {
                string plain = field.Raw.ReplaceLineEndings("\n").Trim();
                bool named = field.ChangedBy.Length > 0 || row.Violations.Any(violation => violation.Field == field.Code);
                Assert.True(named || plain == field.Normalized, $"{field.Code}: {Convert.ToHexString(Encoding.UTF8.GetBytes(field.Raw))} became '{field.Normalized}' without a name");
            }
        }
    }

    [Fact]
    public async Task One_mebibyte_of_anything_is_taken_or_refused()
    {
        var dataset = Dataset();
        string[] columns = [.. dataset.Definition.Fields.Select(field => field.Code)];
        foreach (string unit in (string[])["9", "王", "、", " ", "(", "伍拾", "9,", "\u200B", ";1"])
        {
            byte[] large = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(unit, (1 << 20) / Encoding.UTF8.GetByteCount(unit))));
            var rows = await dataset.ReadAsync(new RowDecoder(columns, [Enumerable.Repeat(large, columns.Length - 1).Prepend("k"u8.ToArray()).ToArray()]));
            Assert.Single(rows);
        }
    }

    private static string InYuan(string text)
    {
        var amount = AmountText.Read(text, "元", null);
        Span<byte> plain = stackalloc byte[PlainDecimal.MaxLength];
        return amount.Problem ?? Encoding.UTF8.GetString(plain[..PlainDecimal.Write(Encoding.UTF8.GetBytes(amount.Digits), amount.Shift, plain)]);
    }

    /// <summary>One field of each form; warnings only where a rule would refuse, so that values are kept.</summary>
    private static TestDataset Dataset() =>
        new TestDataset().CodeSet("P", ("警告", "警告", ["1"]), ("罚款", "罚款", []))
            .Field("K").Field("T").Field("L", FieldType.LongText).Field("D", FieldType.Date, "open_ended:2099/12/31").Field("E", FieldType.Date).Field("M", FieldType.Month)
            .Field("Y", FieldType.Year).Field("N", FieldType.Decimal, with: field => field with { Unit = "万元" }).Field("I", FieldType.Integer).Field("U", rules: "uscc_warn")
            .Field("C", rules: "citizen_id_warn").Field("X", rules: "tax_id_warn").Field("W", rules: "doc_no_chars").Field("A", rules: "case_no").Field("H", rules: "phone_multi")
            .Field("S", rules: "no_spaces").Field("O", rules: "strip_dot_zero").Field("Z", rules: "enum_multi:; enum_prefix:其他", with: field => field with { CodeSet = "P" });
}
