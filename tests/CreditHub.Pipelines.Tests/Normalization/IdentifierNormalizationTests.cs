using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

public class IdentifierNormalizationTests
{
    private const string Uscc = "914403001922038216";
    private const string Citizen = "11010519491231002X";

    [Theory]
    [InlineData("uscc", "914403001922038216", Uscc)]
    [InlineData("uscc", " 9144 0300 1922 0382 16 ", Uscc)]
    [InlineData("uscc", "９１４４０３００１９２２０３８２１６", Uscc)]
    [InlineData("uscc", "91440300708461136t", "91440300708461136T")]
    [InlineData("uscc", "9144O3OO1922O38216", Uscc)]
    [InlineData("uscc", "9l44030019220382I6", Uscc)]
    [InlineData("uscc_repair", "914403OO1922038216", Uscc)]
    [InlineData("orgcode", "71430580-X", "71430580X")]
    [InlineData("orgcode", "71430580-x", "71430580X")]
    [InlineData("citizen_id", "11010519491231002x", Citizen)]
    [InlineData("citizen_id", "11010519491231002×", Citizen)]
    [InlineData("citizen_id", "11010519491231002Х", Citizen)]
    [InlineData("citizen_id", "11010519491231002Ｘ", Citizen)]
    [InlineData("citizen_id", "110105491231002", Citizen)]
    [InlineData("citizen_id", "11010519491231\u200B002X", Citizen)]
    [InlineData("citizen_id", "440524188001010014\n", "440524188001010014")]
    [InlineData("tax_id", "440301192203821.0", "440301192203821")]
    [InlineData("region6", "411000.0", "411000")]
    [InlineData("citizen_id_or_masked", "110105********002x", "110105********002X")]
    [InlineData("citizen_id_or_passport", "e12345678", "E12345678")]
    [InlineData("uscc_or_citizen_id", "110105491231002", Citizen)]
    [InlineData("orgcode_or_uscc", Uscc, Uscc)]
    public async Task Brings_identifiers_into_one_form(string rule, string raw, string expected)
    {
        var row = await Row(rule, raw);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal(expected, row["A"]);
        Assert.Equal(raw.Trim() != expected && raw != expected + "\n", row.Repairs.Count > 0);
    }

    [Theory]
    [InlineData("uscc", "914403001922038217"), InlineData("uscc", "9144030019220382"), InlineData("uscc", "00000000000000000X"), InlineData("uscc", "91440300*********6")]
    [InlineData("uscc", "91330200716361533Q"), InlineData("uscc", "11010519491231002X"), InlineData("orgcode", "192203822"), InlineData("orgcode", Uscc)]
    [InlineData("citizen_id", "110105194912310021"), InlineData("citizen_id", "110105********002X"), InlineData("citizen_id", "110101199003070000")]
    [InlineData("citizen_id", "1.10101E+17"), InlineData("citizen_id", "4405241880O23000I4"), InlineData("citizen_id_or_passport", "110105194912310021")]
    [InlineData("citizen_id_or_passport", "护照"), InlineData("citizen_id_or_masked", "110105194912310021"), InlineData("tax_id", "1234567890"), InlineData("uscc_or_citizen_id", "123")]
    [InlineData("region6", "41100"), InlineData("region6", "4110００0"), InlineData("region9", "4110001234567")]
    public async Task Refuses_wrong_identifiers_without_showing_them(string rule, string raw)
    {
        var row = await Row(rule, raw);
        if (raw == "4110００0")
        {
            raw = "4110000";
        }

        Assert.Equal([rule], row.Rules);
        Assert.False(row.Accepted);
        Assert.Contains("A名", row.Messages, StringComparison.Ordinal);
        Assert.True(rule.StartsWith("region", StringComparison.Ordinal) || !row.Messages.Contains(raw, StringComparison.Ordinal), row.Messages);
    }

    [Fact]
    public async Task Says_why_in_words_that_help()
    {
        Assert.Contains("电子表格", (await Row("citizen_id", "110101199003070000")).Messages, StringComparison.Ordinal);
        Assert.Contains("科学计数法", (await Row("citizen_id", "1.10101E+17")).Messages, StringComparison.Ordinal);
        Assert.Contains("脱敏", (await Row("citizen_id", "110105********002X")).Messages, StringComparison.Ordinal);
        Assert.Contains("应为18位", (await Row("uscc", "9144030019220382")).Messages, StringComparison.Ordinal);
        Assert.Contains("长度18位、含字母O", (await Row("uscc", "9144030O1922038217")).Messages, StringComparison.Ordinal);
        Assert.Contains("身份号码", (await Row("uscc", Citizen)).Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uscc_warn", "914403001922038217"), InlineData("citizen_id_warn", "110105194912310021"), InlineData("tax_id_warn", "123"), InlineData("regno15_warn", "440301103097414")]
    [InlineData("regno15_warn", "4403011030974"), InlineData("regno15_warn", Uscc), InlineData("org_full_name", "某局")]
    public async Task Only_warns_where_the_rule_says_so(string rule, string raw)
    {
        var row = await Row(rule, raw);
        Assert.True(row.Accepted);
        Assert.Equal([rule], row.Rules);
    }

    [Fact]
    public async Task Accepts_the_placeholder_only_under_its_condition()
    {
        var dataset = new TestDataset().Field("L").Field("A", rules: "uscc uscc_placeholder_if:L=='个体工商户'");
        Assert.True((await dataset.RowAsync("个体工商户", "00000000000000000X")).Accepted);
        Assert.Equal(["uscc"], (await dataset.RowAsync("法人", "00000000000000000X")).Rules);
    }

    [Fact]
    public async Task Checks_a_citizen_id_only_under_its_condition()
    {
        var dataset = new TestDataset().Field("L").Field("A", rules: "citizen_id_if:L=='身份证'", with: field => field with { Personal = PersonalKind.Id });
        Assert.True((await dataset.RowAsync("护照号", "E12345678")).Accepted);
        Assert.Equal(["citizen_id_if"], (await dataset.RowAsync("身份证", "E12345678")).Rules);
    }

    [Theory]
    [InlineData("", Uscc, "", "", Uscc, null, null)]
    [InlineData("", "", Uscc, "", Uscc, null, null)]
    [InlineData(Uscc, Uscc, "", "", Uscc, null, null)]
    [InlineData("440301103097413", "", "", "", null, "440301103097413", null)]
    [InlineData("19220382-1", "", "", "", null, null, "192203821")]
    [InlineData("", "", "", Uscc, Uscc, null, null)]
    [InlineData("411000000101005", "", "", "", null, "411000000101005", null)]
    [InlineData("4110001000017", "", "", "", null, "4110001000017", null)]
    [InlineData("企独豫总字第000017号", "", "", "", null, "企独豫总字第000017号", null)]
    [InlineData("企合豫许办字第0017", "", "", "", null, "企合豫许办字第0017", null)]
    public async Task Moves_misplaced_organisation_identifiers(string uscc, string regNo, string orgCode, string taxNo, string? u, string? r, string? o)
    {
        var row = await Organisation().RowAsync("k", uscc, regNo, orgCode, taxNo);
        Assert.True(row.Accepted, row.Messages);
        Assert.Equal((u, r, o), (row["U"], row["R"], row["O"]));
        Assert.Contains("misplaced_identifier", row.RepairRules);
    }

    [Fact]
    public async Task Never_moves_over_another_value_or_a_persons_number()
    {
        var filled = await Organisation().RowAsync("k", "440301103097413", "330203000030639", "", "");
        Assert.Equal(["uscc"], filled.Rules);
        var person = await Organisation().RowAsync("k", Citizen, "", "", "");
        Assert.Equal(["uscc"], person.Rules);
        Assert.DoesNotContain("1949", person.Messages, StringComparison.Ordinal);
        var legacy = await Organisation().RowAsync("k", "110105491231002", "", "", "");
        Assert.Equal(["uscc"], legacy.Rules);
        Assert.Empty(legacy.Repairs);
    }

    [Fact]
    public async Task Warns_about_an_old_registration_number_that_has_no_check_digit()
    {
        Assert.Contains("13位", (await Organisation().RowAsync("k", "4110001000017", "", "", "")).Messages, StringComparison.Ordinal);
        Assert.Contains("外商投资", (await Organisation().RowAsync("k", "企独豫总字第000017号", "", "", "")).Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_fifteen_digits_that_may_be_a_birth_date_where_persons_occur()
    {
        var dataset = new TestDataset { Subject = new("K", "U", null, "R", null, "P", null) }
            .Field("K").Field("U", rules: "uscc").Field("R", rules: "regno15_warn").Field("P", with: field => field with { Personal = PersonalKind.Id });
        Assert.Equal(["uscc"], (await dataset.RowAsync("k", "411000000101005", "", "")).Rules);
    }

    [Theory]
    [InlineData("企业名称"), InlineData("企独豫总字第"), InlineData("企独豫总字第A17号")]
    public async Task Refuses_other_words_in_the_place_of_a_code(string words) =>
        Assert.Equal(["uscc"], (await Organisation().RowAsync("k", words, "", "", "")).Rules);

    [Fact]
    public async Task Compares_the_organisation_code_with_the_credit_code()
    {
        var dataset = Organisation();
        dataset.Checks.Add(new CheckDefinition("ORG", Model.Severity.Warning, null, "orgcode_in_uscc", ["O", "U"], "不一致"));
        Assert.Empty((await dataset.RowAsync("k", Uscc, "", "192203821", "")).Rules);
        Assert.Equal(["ORG"], (await dataset.RowAsync("k", Uscc, "", "708461136", "")).Rules);
    }

    private static TestDataset Organisation() =>
        new TestDataset { Subject = new("K", "U", "O", "R", "T", null, null) }
            .Field("K").Field("U", rules: "uscc").Field("R", rules: "regno15_warn").Field("O", rules: "orgcode").Field("T", with: field => field with { MaxLength = 15 });

    private static Task<RowOutcome> Row(string rule, string raw) => new TestDataset().Field("A", rules: rule).RowAsync(raw);
}
