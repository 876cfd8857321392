using System.Globalization;
using System.Text.Json;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>What is collected, on what ground, about whom and for how long, in the catalog as shipped.</summary>
public sealed class ShippedScopeTests
{
    private const string Utility = "GYSY_";

    private static readonly CatalogSnapshot Snapshot = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;

    private static IEnumerable<DatasetDefinition> All => Snapshot.Datasets.Values;

    [Fact]
    public void Every_dataset_says_what_it_is_and_on_what_ground_it_is_collected() => Assert.All(All, dataset =>
    {
        Assert.NotEmpty(dataset.Category);
        Assert.NotEmpty(dataset.Nature);
        Assert.NotEmpty(dataset.Suppliers);
        Assert.NotEmpty(dataset.UpdateCycle);
        Assert.NotEmpty(dataset.Libraries);
        Assert.NotNull(dataset.Retention);
        Assert.True(dataset.LegalBasis.Count > 0 || dataset.LocalBasis is not null, $"{dataset.Code} has no ground");
    });

    [Fact]
    public void Every_dataset_says_how_far_it_is_verified_and_own_designs_are_marked_field_by_field()
    {
        foreach (var dataset in All)
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ConfigCopy.Shipped, dataset.File)));
            Assert.NotEqual("", json.RootElement.GetProperty("source").GetString());
            if (json.RootElement.GetProperty("verified").GetString()!.StartsWith("no", StringComparison.Ordinal))
            {
                Assert.All(dataset.Fields, field => Assert.False(field.Verified, $"{dataset.Code} {field.Code}"));
            }
        }
    }

    [Fact]
    public void Utility_data_rests_on_a_local_catalogue() =>
        Assert.All(All.Where(dataset => dataset.Code.StartsWith(Utility, StringComparison.Ordinal)), dataset => Assert.NotNull(dataset.LocalBasis));

    [Theory]
    [InlineData("政府机构", "JG_DJ"), InlineData("企业", "FR_DJJB"), InlineData("企业", "GT_DJJB"), InlineData("个人", "ZRR_JB"), InlineData("事业单位", "SYDW_DJ"), InlineData("社会组织", "SHZZ_DJ")]
    public void Each_of_the_five_libraries_has_its_register(string library, string code)
    {
        var register = Snapshot.Datasets[(code, "2024")];
        Assert.Equal([library], register.Libraries);
        Assert.Equal("登记注册基本信息", register.Category);
    }

    [Theory]
    [InlineData("ZDGZ", "编号,企业名称,统一社会信用代码,重点关注类型,联系人,联系电话,电子邮箱")]
    [InlineData("BCGS", "序号,企业名称,法定代表人,统一社会信用代码,企业资质证书名称,发证机关,资质证书编号,资质等级,发证时间,证书有效期,信用报告名称,信用报告年度,评定机构名称,其他补充公示信息")]
    [InlineData("XYCN_BS", "序号,企业名称,法定代表人,统一社会信用代码,信用承诺类型,信用承诺事项,做出信用承诺时间,其他")]
    public void Report_forms_have_exactly_the_printed_columns(string code, string columns) =>
        Assert.Equal(columns.Split(','), Snapshot.Datasets[(code, "2024")].Fields.Select(field => field.Name));

    [Fact]
    public void All_five_types_of_commitments_and_whether_they_were_kept_are_known()
    {
        Assert.Subset(
            Snapshot.CodeSets["COMMITMENT_TYPE"].Items.Select(item => item.Code).ToHashSet(),
            new HashSet<string> { "主动型", "审批替代型", "容缺受理型", "信用修复型", "行业自律型" });
        Assert.Equal(Snapshot.Datasets[("XYCN_BS", "2024")].NaturalKey, Snapshot.Datasets[("XYCN_LY", "2024")].NaturalKey);
        Assert.Contains(Snapshot.Datasets[("XYCN_LY", "2024")].Fields, field => field.CodeSet == "COMMITMENT_STATUS" && field.Required);
    }

    [Theory]
    [InlineData("ZWCX"), InlineData("GWYCX"), InlineData("ZRR_JB"), InlineData("YYSQ"), InlineData("HMRD")]
    public void Restricted_data_is_kept_back_twice(string code)
    {
        var dataset = Snapshot.Datasets[(code, "2024")];
        Assert.Equal(Disclosure.Restricted, dataset.Disclosure);
        string key = Assert.Single(dataset.Withhold, entry => entry.From == "all").When;
        string field = key["notempty(".Length..^1];
        Assert.True(dataset.Fields.Single(known => known.Code == field).Required, "a record without this field would not be kept back");
    }

    [Fact]
    public void Departments_own_penalty_layouts_never_leave() =>
        Assert.All((string[])["HBCF", "XFCF"], code => Assert.Equal(Disclosure.Restricted, Snapshot.Datasets[(code, "2024")].Disclosure));

    [Theory]
    [InlineData("2015", "2025-06-01"), InlineData("2019", "2025-06-01"), InlineData("2015", "2026-06-01"), InlineData("2019", "2026-06-01"), InlineData("2019", "2026-03-31"), InlineData("2019", "2026-04-01")]
    public void Penalties_have_a_publication_term_since_order_58_and_none_beyond_three_years(string edition, string day)
    {
        var decided = DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var terms = Snapshot.Datasets[("SGS_XZCF", edition)].Terms.Where(term => term.Period.Holds(decided)).ToList();
        Assert.NotEmpty(terms);
        Assert.All(terms, term => Assert.InRange(term.Months, 1, 36));
        Assert.Equal(decided < new DateOnly(2026, 4, 1) ? "order58" : "order36", terms[0].Id.Split('_')[0]);
    }

    [Theory]
    [InlineData("SXBZXR", 24), InlineData("TQGZ", 36), InlineData("YZWFSX", 36), InlineData("ZDSSWF", 36), InlineData("HEIMD", 36), InlineData("ZFCG_BL", 36)]
    public void Lists_of_the_seriously_dishonest_end_by_themselves(string code, int months) =>
        Assert.Equal(months, Assert.Single(Snapshot.Datasets[(code, "2024")].Terms).Months);

    [Fact]
    public void Customs_grades_changed_on_one_day()
    {
        var change = new DateOnly(2026, 4, 1);
        var items = Snapshot.CodeSets["CUSTOMS_GRADE"].Items;
        Assert.Equal(["高级认证企业", "失信企业", "其他"], items.Where(item => item.Period.Holds(change.AddDays(-1))).Select(item => item.Code));
        Assert.Equal(["高级认证企业", "认证企业", "常规企业", "失信企业", "严重失信企业"], items.Where(item => item.Period.Holds(change)).Select(item => item.Code));
    }

    [Fact]
    public void Double_publicity_and_cancelled_permits_are_due_in_seven_working_days() =>
        Assert.All(All.Where(dataset => dataset.Code is "SGS_XZXK" or "SGS_XZCF" or "XZXKZCDX"), dataset => Assert.Equal(7, dataset.Deadline!.WorkingDays));

    [Fact]
    public void Self_declared_information_says_so()
    {
        Assert.All((string[])["ZYZC", "BCGS"], code => Assert.Equal("经营主体自主提供信用信息", Snapshot.Datasets[(code, "2024")].Category));
        Assert.Contains(Snapshot.Datasets[("ZYZC", "2024")].Fields, field => field is { Code: "XXLY", Required: true } && field.Rules.Contains("equals:企业自主申报"));
    }

    [Fact]
    public void Publishing_platforms_take_public_datasets_only() =>
        Assert.All(Snapshot.Platforms.Values.Where(platform => platform.Publishes).SelectMany(platform => platform.Datasets), code =>
            Assert.All(All.Where(dataset => dataset.Code == code), dataset => Assert.Equal(Disclosure.Public, dataset.Disclosure)));
}
