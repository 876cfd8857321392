using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Delivery;

public class BoundaryTests
{
    [Theory]
    [InlineData(Disclosure.Public, true, true), InlineData(Disclosure.Government, true, false), InlineData(Disclosure.Authorized, false, false), InlineData(Disclosure.Restricted, false, false)]
    public void Each_disclosure_level_reaches_only_whom_it_may(Disclosure disclosure, bool exchange, bool site)
    {
        var everything = new[] { Disclosure.Public, Disclosure.Government, Disclosure.Restricted };
        Assert.Equal(exchange, Decide(Platform(false, everything), disclosure).Verdict == BoundaryVerdict.Owed);
        var published = Decide(Platform(true, everything), disclosure);
        Assert.Equal(site, published.Verdict == BoundaryVerdict.Owed);
        Assert.Equal(site, published.Reason is null);
    }

    [Fact]
    public void A_platform_that_does_not_take_the_dataset_is_not_concerned()
    {
        var platform = Platform(false, Disclosure.Public);
        Assert.Equal(BoundaryVerdict.NotConcerned, Decide(platform with { Datasets = ["OTHER"] }, Disclosure.Public).Verdict);
        Assert.Equal(BoundaryVerdict.NotConcerned, Decide(platform with { Enabled = false }, Disclosure.Public).Verdict);
        Assert.Equal(BoundaryVerdict.Owed, Decide(platform with { Datasets = ["OTHER", "TEST"] }, Disclosure.Public).Verdict);
    }

    [Fact]
    public void Withheld_records_stay_where_the_catalog_says_so()
    {
        var dataset = Person();
        dataset.Withhold.Add(new WithholdDefinition("L == '自然人'", "public", "自然人不公开"));
        dataset.Withhold.Add(new WithholdDefinition("L == '豁免'", "all", "已豁免"));
        Assert.Equal("自然人不公开", Decide(Platform(true, Disclosure.Public), Disclosure.Public, dataset, matches: 1).Reason);
        Assert.Equal(BoundaryVerdict.Owed, Decide(Platform(false, Disclosure.Public), Disclosure.Public, dataset, matches: 1).Verdict);
        Assert.Equal("已豁免", Decide(Platform(false, Disclosure.Public), Disclosure.Public, dataset, matches: 2).Reason);
        Assert.Equal("自然人不公开", Decide(Platform(true, Disclosure.Public), Disclosure.Public, dataset, matches: 3).Reason);
    }

    [Fact]
    public void A_person_is_not_published_where_the_catalog_says_nothing_about_persons()
    {
        var dataset = new TestDataset { Subject = new("A", null, null, null, null, null, "A == 'x'") }.Field("A");
        var decision = Boundary.Owed(Platform(true, Disclosure.Public), dataset.Definition, Disclosure.Public, naturalPerson: true, 0);
        Assert.Equal(BoundaryVerdict.Excluded, decision.Verdict);
    }

    [Fact]
    public async Task Content_for_an_exchange_platform_is_unchanged()
    {
        var row = await PersonRow();
        Assert.Equal(row.Content, Reduce(row.Content, Person(), Platform(false, Disclosure.Public)));
    }

    [Fact]
    public async Task Published_content_masks_what_is_personal_and_nothing_else()
    {
        var row = await PersonRow();
        Assert.Equal(
            """{"M":"张**","L":"自然人","I":"11**************2X","F":"李*","P":"***","D":"河南省*****","O":"***","N":"罚款\"一\"元\\两行\n完","T":"11**************2X"}""",
            Reduce(row.Content, Person(), Platform(true, Disclosure.Public)));
    }

    [Fact]
    public async Task The_name_of_an_organisation_is_shown_and_its_representative_is_not()
    {
        var row = await Person().RowAsync("甲公司", "法人", "", "李四", "", "", "", "", "");
        Assert.Equal("""{"M":"甲公司","L":"法人","F":"李*"}""", Reduce(row.Content, Person(), Platform(true, Disclosure.Public)));
    }

    [Theory]
    [InlineData("914403001922038216", "440300192203821", "440300192203821"), InlineData("914403001922038216", "914403001922038216", "914403001922038216")]
    [InlineData("", "914403001922038216", "914403001922038216"), InlineData("", "411000993450001", "411000993450001")]
    [InlineData("914403001922038216", "11010519491231002X", "11**************2X"), InlineData("", "11010519491231002X01", "11****************01")]
    [InlineData("", "110105491231002", "11***********02"), InlineData("", "110105********002X", "11**************2X")]
    public async Task An_enterprise_s_tax_number_goes_out_whole_and_a_person_s_masked(string uscc, string number, string expected)
    {
        var dataset = new TestDataset { Subject = new("N", "U", null, null, "T", "T", "N == '自然人'") }
            .Field("N").Field("U").Field("T", with: field => field with { Personal = PersonalKind.Id, Mask = new MaskDefinition(2, 2) });
        var row = await dataset.RowAsync("甲", uscc, number);
        Assert.EndsWith($"\"T\":\"{expected}\"}}", Reduce(row.Content, dataset, Platform(true, Disclosure.Public)));
        row = await dataset.RowAsync("自然人", "", number);
        Assert.DoesNotContain(number, Reduce(row.Content, dataset, Platform(true, Disclosure.Public)));
    }

    [Theory]
    [InlineData(6, 4, "110105********002X"), InlineData(18, 18, "110105********002X"), InlineData(10, 0, "110105************"), InlineData(0, 0, "***"), InlineData(-3, 2, "****************2X")]
    public async Task A_birth_date_never_shows_whatever_the_mask_says(int left, int right, string expected)
    {
        var dataset = new TestDataset().Field("K").Field("I", rules: "citizen_id", with: field => field with { Personal = PersonalKind.Id, Mask = new MaskDefinition(left, right) });
        var row = await dataset.RowAsync("k", "11010519491231002X");
        Assert.Equal($$"""{"K":"k","I":"{{expected}}"}""", Reduce(row.Content, dataset, Platform(true, Disclosure.Public)));
    }

    [Fact]
    public async Task A_short_value_is_never_shown_whole_by_a_wide_mask()
    {
        var dataset = new TestDataset().Field("K").Field("I", with: field => field with { Personal = PersonalKind.Name, Mask = new MaskDefinition(2, 2) });
        var row = await dataset.RowAsync("k", "王𠮷");
        Assert.Equal("""{"K":"k","I":"***"}""", Reduce(row.Content, dataset, Platform(true, Disclosure.Public)));
    }

    [Theory]
    [InlineData("", "", "K L"), InlineData("K", "", "K"), InlineData("K G", "", "K"), InlineData("", "L", "K")]
    public async Task A_field_goes_where_its_level_and_the_platform_s_lists_allow_it(string only, string omitted, string site)
    {
        var dataset = new TestDataset().Field("K").Field("L").Field("G", with: At(Disclosure.Government)).Field("A", with: At(Disclosure.Authorized)).Field("R", with: At(Disclosure.Restricted));
        var row = await dataset.RowAsync("1", "2", "3", "4", "5");
        string Sent(bool publishes, params Disclosure[] levels) => string.Join(' ', JsonDocument.Parse(Reduce(row.Content, dataset, Platform(publishes, levels) with
        {
            Fields = Listed(only), Omit = Listed(omitted),
        })).RootElement.EnumerateObject().Select(field => field.Name));

        Assert.Equal(site, Sent(true, Enum.GetValues<Disclosure>()));
        Assert.Equal(only.Length > 0 ? only : omitted.Length > 0 ? "K G" : "K L G", Sent(false, Disclosure.Public, Disclosure.Government));
        Assert.Equal(only.Length > 0 ? only : omitted.Length > 0 ? "K G A" : "K L G A", Sent(false, Enum.GetValues<Disclosure>()));

        static Func<FieldDefinition, FieldDefinition> At(Disclosure level) => field => field with { Disclosure = level };
        static Dictionary<string, IReadOnlyList<string>> Listed(string codes) => codes.Length == 0 ? [] : new() { ["TEST"] = codes.Split(' ') };
    }

    [Fact]
    public void A_key_the_catalog_does_not_name_is_left_behind() =>
        Assert.Equal("""{"L":"法人"}""", Reduce("""{"L":"法人","婚姻":"已婚"}""", Person(), Platform(true, Disclosure.Public)));

    private static TestDataset Person() =>
        new TestDataset { Subject = new("M", null, null, null, null, "I", "L == '自然人'") }
            .Field("M", with: Is(PersonalKind.Name)).Field("L").Field("I", rules: "citizen_id", with: Is(PersonalKind.Id)).Field("F", with: Is(PersonalKind.Name))
            .Field("P", with: Is(PersonalKind.Phone)).Field("D", with: field => field with { Personal = PersonalKind.Address, Mask = new MaskDefinition(3, 0) })
            .Field("O", with: Is(PersonalKind.Other)).Field("N", FieldType.LongText).Field("T", rules: "tax_id");

    private static Task<RowOutcome> PersonRow() =>
        Person().RowAsync("张三丰", "自然人", "11010519491231002X", "李四", "13800138001", "河南省许昌市某路", "病史", "罚款\"一\"元\\两行\n完", "11010519491231002X");

    private static Func<FieldDefinition, FieldDefinition> Is(PersonalKind kind) => field => field with { Personal = kind };

    private static string Reduce(string content, TestDataset dataset, PlatformDefinition platform) =>
        Encoding.UTF8.GetString(new BoundaryView(dataset.Plan, platform).Reduce(Encoding.UTF8.GetBytes(content)).Span);

    private static BoundaryDecision Decide(PlatformDefinition platform, Disclosure disclosure, TestDataset? dataset = null, uint matches = 0) =>
        Boundary.Owed(platform, (dataset ?? new TestDataset().Field("A")).Definition, disclosure, false, matches);

    private static PlatformDefinition Platform(bool publishes, params Disclosure[] disclosure) =>
        new() { Name = "p", Title = "平台", Kind = new KindSettings("X", default), Datasets = ["*"], Disclosure = disclosure, Publishes = publishes };
}
