using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Tests.Catalog;

namespace CreditHub.Pipelines.Tests.Normalization;

/// <summary>Rows as suppliers send them, through the catalog that is shipped.</summary>
public class ShippedCatalogTests
{
    private static readonly CatalogSnapshot Snapshot = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;

    [Fact]
    public void Every_shipped_dataset_compiles() =>
        Assert.All(Snapshot.Datasets.Values, dataset => Assert.Equal(dataset.Fields.Count, DatasetPlan.Compile(dataset, Snapshot.CodeSets).Fields.Length));

    [Fact]
    public async Task A_penalty_with_every_usual_fault_comes_out_in_the_catalogs_form()
    {
        var (accepted, content, messages) = await PenaltyAsync(("CF_XDR_SHXYM", ""), ("CF_XDR_GSZC", "9144O3OO1922O38216".Replace('O', '0')), ("CF_CFLB", "警告、罚款"),
            ("CF_NR_FK", "2000元"), ("CF_JDRQ", "2026年10月12日"), ("CF_YXQ", "长期"), ("CF_WSH", "许市监罚[2026] 12号"), ("BZ", "无"));
        Assert.True(accepted, messages);
        Assert.Contains("\"CF_XDR_SHXYM\":\"914403001922038216\"", content, StringComparison.Ordinal);
        Assert.Contains("\"CF_CFLB\":\"警告;罚款\"", content, StringComparison.Ordinal);
        Assert.Contains("\"CF_NR_FK\":\"0.2\"", content, StringComparison.Ordinal);
        Assert.Contains("\"CF_JDRQ\":\"2026/10/12\"", content, StringComparison.Ordinal);
        Assert.Contains("\"CF_YXQ\":\"2099/12/31\"", content, StringComparison.Ordinal);
        Assert.Contains("\"CF_WSH\":\"许市监罚〔2026〕12号\"", content, StringComparison.Ordinal);
        Assert.DoesNotContain("\"BZ\"", content, StringComparison.Ordinal);
        Assert.DoesNotContain("CF_XDR_GSZC", content, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_natural_person_has_no_organisation_codes_and_no_representative()
    {
        var (accepted, _, messages) = await PenaltyAsync(("CF_XDR_LB", "自然人"));
        Assert.False(accepted);
        Assert.Contains("按规定应为空", messages, StringComparison.Ordinal);
        Assert.Contains("在此情形下必填", messages, StringComparison.Ordinal);
        Assert.DoesNotContain("914403001922038216", messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2015", "撤销", "1"), InlineData("2015", "1", "1"), InlineData("2019", "有效", "1"), InlineData("2019", "1", "1"), InlineData("2019", "撤销", null)]
    public void The_status_of_a_permit_means_what_its_edition_says(string edition, string raw, string? expected)
    {
        var plan = DatasetPlan.Compile(Snapshot.Datasets[("SGS_XZXK", edition)], Snapshot.CodeSets);
        var draft = new RecordDraft(new Model.Record { Raw = new Model.RawRecord() }, plan.Fields.Length);
        var field = plan.Fields.Single(known => known.Target.Code == "XK_ZT");
        field.Form.Take(Encoding.UTF8.GetBytes(raw), draft, null);
        Assert.Equal(expected is null ? 1 : 0, draft.Errors);
        Assert.Equal(expected ?? raw, Encoding.UTF8.GetString(draft.Values[field.Target.Ordinal]));
    }

    private static async Task<(bool Accepted, string Content, string Messages)> PenaltyAsync(params (string Code, string Value)[] changes)
    {
        var row = new Dictionary<string, string>
        {
            ["CF_XDR_MC"] = "许昌某某建筑工程有限公司", ["CF_XDR_LB"] = "法人及非法人组织", ["CF_XDR_SHXYM"] = "914403001922038216", ["CF_FRDB"] = "李某某",
            ["CF_WSH"] = "许市监罚〔2026〕12号", ["CF_WFXW"] = "未按规定办理许可证", ["CF_SY"] = "当事人未办理许可证。", ["CF_YJ"] = "《某条例》第十九条",
            ["CF_CFLB"] = "罚款", ["CF_NR"] = "罚款2000元", ["CF_NR_FK"] = "0.2", ["CF_JDRQ"] = "2026/10/12", ["CF_CFJG"] = "许昌市市场监督管理局",
            ["CF_CFJGDM"] = "91110000710925462X", ["CF_SJLY"] = "许昌市市场监督管理局", ["CF_SJLYDM"] = "91110000710925462X",
        };
        foreach (var (code, value) in changes)
        {
            row[code] = value;
        }

        var dataset = Snapshot.Datasets[("SGS_XZCF", "2019")];
        string[] columns = [.. dataset.Fields.Select(field => field.Code)];
        var connector = new ConnectorDefinition
        {
            Name = "test", Supplier = new("x", "某局"), Dataset = "SGS_XZCF", Edition = "2019", Source = new("None", default), Decoder = new("None", default),
        };
        var normalizer = NormalizerFactory.Create(connector, Snapshot, new byte[32]);
        var decoder = RowDecoder.Of(columns, columns.Select(code => row.GetValueOrDefault(code, "")).ToArray());
        await foreach (var record in normalizer.ReadAsync(Stream.Null, decoder, TestDataset.Today, TestContext.Current.CancellationToken))
        {
            return (record.Accepted, Encoding.UTF8.GetString(record.Content.Span), string.Join('\n', record.Violations.Select(violation => violation.Message)));
        }

        throw new InvalidOperationException("The row is missing.");
    }
}
