using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

public class IdentityTests
{
    private const string Uscc = "914403001922038216";

    [Fact]
    public async Task The_record_id_is_the_digest_the_protocol_defines()
    {
        var dataset = new TestDataset { Code = "SGS_X" }.Field("A").Field("B").Field("C");
        dataset.Key.AddRange(["A", "C"]);
        var row = await dataset.RowAsync(" 甲 ", "不在内", "");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData("411000\u001FSGS_X\u001F甲\u001F"u8)), row.Id);
    }

    [Fact]
    public async Task The_id_does_not_depend_on_the_edition_or_on_other_fields()
    {
        var one = await new TestDataset { Edition = "2015" }.Field("A").Field("B").RowAsync("甲", "1");
        var other = await new TestDataset { Edition = "2019" }.Field("A").Field("B").Field("C").RowAsync("甲", "2", "3");
        Assert.Equal(one.Id, other.Id);
        Assert.NotEqual(one.Hash, other.Hash);
    }

    [Fact]
    public async Task A_key_entry_takes_its_first_filled_field()
    {
        var dataset = new TestDataset().Field("A").Field("B");
        dataset.Key.Add("A|B");
        Assert.Equal((await dataset.RowAsync("x", "y")).Id, (await dataset.RowAsync("x", "z")).Id);
        Assert.Equal((await dataset.RowAsync("", "x")).Id, (await dataset.RowAsync("x", "")).Id);
    }

    [Fact]
    public async Task A_broken_or_empty_key_gives_no_id()
    {
        var dataset = new TestDataset().Field("A", rules: "uscc").Field("B");
        Assert.Null((await dataset.RowAsync("123", "x")).Id);
        var empty = await dataset.RowAsync("", "x");
        Assert.Equal(["key"], empty.Rules);
        Assert.Null(empty.Id);
        var required = new TestDataset().Field("A", with: field => field with { Required = true }).Field("B");
        Assert.Equal(["required"], (await required.RowAsync("", "x")).Rules);
    }

    [Fact]
    public async Task A_rejected_record_with_a_whole_key_keeps_its_id()
    {
        var row = await new TestDataset().Field("A").Field("U", rules: "uscc").RowAsync("甲", "bad");
        Assert.False(row.Accepted);
        Assert.NotNull(row.Id);
    }

    [Fact]
    public async Task Names_organisations_by_their_best_code()
    {
        var dataset = Subject();
        Assert.Equal(Uscc, (await dataset.RowAsync("甲公司", "法人", Uscc, "440301103097413", "192203821", "", "")).Subject);
        Assert.Equal("REG:440301103097413", (await dataset.RowAsync("甲公司", "法人", "", "440301103097413", "192203821", "", "")).Subject);
        Assert.Equal("ORG:192203821", (await dataset.RowAsync("甲公司", "法人", "", "", "192203821", "440301192203821", "")).Subject);
        Assert.Equal("TAX:440301192203821", (await dataset.RowAsync("甲公司", "法人", "", "", "", "440301192203821", "")).Subject);
        Assert.Equal(Uscc, (await dataset.RowAsync("甲公司", "法人", "", "", "", Uscc, "")).Subject);
        Assert.StartsWith("NAME:", (await dataset.RowAsync("甲公司", "法人", "", "", "", "", "")).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_persons_by_a_keyed_digest_and_never_by_a_number()
    {
        var dataset = Subject();
        var whole = await dataset.RowAsync("张三", "自然人", "", "", "", "", "11010519491231002X");
        var legacy = await dataset.RowAsync("张三", "自然人", "", "", "", "", "110105491231002");
        var masked = await dataset.RowAsync("张三", "自然人", "", "", "", "", "110105********002X");
        var otherMasked = await dataset.RowAsync("李四", "自然人", "", "", "", "", "110105********002X");
        Assert.True(whole.Person);
        Assert.Matches("^P:[0-9a-f]{48}$", whole.Subject);
        Assert.Equal(whole.Subject, legacy.Subject);
        Assert.Equal(4, new[] { whole, masked, otherMasked, await dataset.RowAsync("张三", "自然人", "", "", "", "", "") }.Select(row => row.Subject).Distinct().Count());
        var otherKey = Subject();
        otherKey.SubjectKey = Encoding.UTF8.GetBytes(new string('k', 32));
        Assert.NotEqual(whole.Subject, (await otherKey.RowAsync("张三", "自然人", "", "", "", "", "11010519491231002X")).Subject);
    }

    [Theory]
    [InlineData("11010519491231002X"), InlineData("110105491231002"), InlineData("11010519491231002X01")]
    public async Task A_tax_number_made_of_a_persons_number_is_never_an_open_subject(string number)
    {
        var row = await Subject().RowAsync("甲店", "个体", "", "", "", number, "");
        Assert.StartsWith("P:", row.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_the_days_of_the_deadline_in_working_days()
    {
        var dataset = new TestDataset { Deadline = new DeadlineDefinition(7, "D", "424号") }.Field("K").Field("D", FieldType.Date);
        dataset.Calendar[2026] = new YearCalendar(new HashSet<DateOnly> { new(2026, 10, 1), new(2026, 10, 2) }, new HashSet<DateOnly> { new(2026, 10, 10) });
        var row = await dataset.RowAsync("k", "2026-09-30");
        Assert.Equal((new DateOnly(2026, 9, 30), new DateOnly(2026, 10, 12)), (row.DecidedOn!.Value, row.DueOn!.Value));
        Assert.Null((await dataset.RowAsync("k", "2025-09-30")).DueOn);
    }

    [Fact]
    public async Task Equal_values_give_equal_bytes_in_every_run_and_culture()
    {
        string[] raw = [" title I ", "2026年1月2日", "1,234.50万元", "９１４４０３００１９２２０３８２１６", "甲\"乙\\丙"];
        var dataset = new TestDataset().Field("A").Field("D", FieldType.Date).Field("N", FieldType.Decimal, "decimal:18,6 gt:0.5", field => field with { Unit = "万元" })
            .Field("U", rules: "uscc").Field("Q");
        var expected = await dataset.RowAsync(raw);
        Assert.Equal("""{"A":"title I","D":"2026/01/02","N":"1234.5","U":"914403001922038216","Q":"甲\"乙\\丙"}""", expected.Content);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(expected.Content))), expected.Hash);
        foreach (string culture in new[] { "tr-TR", "de-DE", "ar-SA", "fa-IR", "th-TH", "zh-CN" })
        {
            RowOutcome again = expected with { Content = "" };
            var thread = new Thread(() => again = dataset.RowAsync(raw).GetAwaiter().GetResult()) { CurrentCulture = CultureInfo.GetCultureInfo(culture) };
            thread.Start();
            thread.Join();
            Assert.Equal((expected.Content, expected.Hash, expected.Id), (again.Content, again.Hash, again.Id));
        }
    }

    [Fact]
    public async Task The_order_of_rows_does_not_change_any_of_them()
    {
        var dataset = new TestDataset().Field("A").Field("D", FieldType.Date).Field("N", FieldType.Decimal);
        string[][] rows = [["甲", "2026-1-2", "1"], ["乙", "", "2.50"], ["丙\u0001", "bad", ""], ["丁", "长期", "x"], ["戊", "20260102", "１"]];
        var forward = await dataset.ReadAsync(RowDecoder.Of(["A", "D", "N"], rows));
        var backward = await dataset.ReadAsync(RowDecoder.Of(["A", "D", "N"], [.. rows.Reverse()]));
        backward.Reverse();
        Assert.Equal(forward.Select(Print), backward.Select(Print));
    }

    [Fact]
    public async Task Traces_raw_beside_normalised()
    {
        var row = await new TestDataset().Field("A").Field("D", FieldType.Date).Field("E").RowAsync("甲", "2026年1月2日", "");
        Assert.Equal(["甲>甲:", "2026年1月2日>2026/01/02:date"], row.Trace.Select(field => $"{field.Raw}>{field.Normalized}:{field.ChangedBy}"));
    }

    private static string Print(RowOutcome row) => $"{row.Content}|{row.Id}|{string.Join(',', row.Rules)}|{string.Join(',', row.RepairRules)}";

    private static TestDataset Subject() =>
        new TestDataset { Subject = new("M", "U", "O", "R", "T", "I", "L == '自然人'") }.Field("M").Field("L").Field("U", rules: "uscc").Field("R").Field("O").Field("T")
            .Field("I", rules: "citizen_id_or_masked", with: field => field with { Personal = PersonalKind.Id });
}
