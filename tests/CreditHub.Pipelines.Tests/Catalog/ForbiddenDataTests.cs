using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Tests.Normalization;

namespace CreditHub.Pipelines.Tests.Catalog;

/// <summary>What must never be collected cannot be configured by accident, and is told when it comes.</summary>
public sealed class ForbiddenDataTests
{
    private const string Penalty = "catalog/2019/SGS_XZCF.json";
    private const string Abnormal = "catalog/2024/JYYCML.json";
    private const string List = "catalog/forbidden.json";

    [Theory]
    [InlineData(Penalty, "\"name\": \"备注\"", "\"name\": \"当事人婚姻状况\"", "婚姻")]
    [InlineData(Penalty, "\"code\": \"BZ\", \"name\": \"备注\"", "\"code\": \"BZ\", \"aliases\": [\"被处罚人 血 型\"], \"name\": \"备注\"", "血型")]
    [InlineData(Penalty, "\"name\": \"备注\"", "\"name\": \"家庭年收入\"", "书面同意")]
    [InlineData("connectors/market-abnormal.json", "{ \"column\": \"listedReason\" }", "{ \"columns\": [\"x\", \"献血次数\"] }", "献血")]
    public void A_name_that_is_forbidden_is_a_mistake(string file, string old, string with, string reason)
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Replace(file, old, with);

        var finding = Assert.Single(copy.Load().Findings, f => f.Problem.Contains("must not be collected", StringComparison.Ordinal));

        Assert.Equal(file, finding.File);
        Assert.Contains(reason, finding.Problem, StringComparison.Ordinal);
        Assert.Contains("remove it", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Consent_allows_only_what_may_be_consented_to()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Replace(Penalty, "\"name\": \"备注\"", "\"name\": \"家庭年收入\"");
        copy.Replace(Penalty, "\"disclosure\"", "\"consent\": \"本人书面授权书\", \"disclosure\"");
        Assert.NotNull(copy.Load().Snapshot);

        copy.Replace(Penalty, "\"name\": \"家庭年收入\"", "\"name\": \"血型\"");
        Assert.Null(copy.Load().Snapshot);
    }

    [Fact]
    public void What_concerns_persons_only_may_be_collected_of_enterprises()
    {
        var forbidden = new ForbiddenDefinition(["存款"], [], PersonsOnly: true, UnlessConsent: false, "理由", "来源");
        var enterprise = new TestDataset { Subject = new("A", "A", null, null, null, null, null) }.Field("A").Definition;

        Assert.Null(new ForbiddenNames([forbidden], enterprise).Of("存款余额"));
        Assert.NotNull(new ForbiddenNames([forbidden], enterprise with { Subject = new("A", null, null, null, null, "A", null) }).Of("存款余额"));
    }

    [Theory]
    [InlineData("YW_P_X", true)]
    [InlineData("yw_p_x1", true)]
    [InlineData("AYW_P_X", false)]
    [InlineData("EXACT", true)]
    [InlineData("EXACTLY", false)]
    public void Codes_match_whole_or_by_their_beginning(string code, bool matches)
    {
        var names = new ForbiddenNames([new([], ["YW_P_*", "EXACT"], false, false, "理由", "来源")], new TestDataset().Field("A").Definition);

        Assert.Equal(matches, names.Of(code) is not null);
    }

    [Fact]
    public void The_list_itself_cannot_be_lost_or_emptied_unseen()
    {
        using var copy = ConfigCopy.OfShipped();
        copy.Write(List, "{ \"entries\": [{ \"reason\": \"理由\", \"source\": \"来源\" }, { \"words\": [\"x\"], \"reason\": \"理由\", \"source\": \"来源\" }] }");
        Assert.Equal(["right form", "neither words nor codes"], copy.Load().Findings.Where(f => f.File == List).Select(f => f.Problem.Contains("neither", StringComparison.Ordinal) ? "neither words nor codes" : "right form"));

        File.Delete(Path.Combine(copy.Root, List));
        Assert.Contains("is missing", Assert.Single(copy.Load().Findings).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_list_names_what_the_law_names()
    {
        var snapshot = ConfigFolder.Load(ConfigCopy.Shipped, "411000", FakeKinds.All).Snapshot!;
        var names = new ForbiddenNames(snapshot.Forbidden, snapshot.Datasets[("SGS_XZCF", "2019")]);

        Assert.All(["宗教信仰", "基因信息", "指纹", "血型", "疾病史", "既往病史", "个人收入", "存款余额", "有价证券", "商业保险", "不动产", "纳税数额", "婚姻状况", "疫苗接种日期", "献血量", "火化日期"],
            name => Assert.NotNull(names.Of(name)));
        Assert.All(["处罚机关", "企业社会保险欠缴", "疾病预防控制中心", "转基因生物安全证书号"], name => Assert.Null(names.Of(name)));
    }

    [Fact]
    public async Task A_column_with_such_a_name_is_dropped_and_told_apart_from_others()
    {
        var dataset = new TestDataset().Field("A");
        dataset.Forbidden.Add(new(["婚姻"], [], false, false, "理由", "来源"));
        var normalizer = dataset.Normalizer();

        await foreach (var record in normalizer.ReadAsync(Stream.Null, RowDecoder.Of(["A", "婚姻状况", "颜色"], ["a", "已婚", "红"]), TestDataset.Today, TestContext.Current.CancellationToken))
        {
            Assert.True(record.Accepted);
            Assert.Equal("{\"A\":\"a\"}", System.Text.Encoding.UTF8.GetString(record.Content.Span));
        }

        Assert.Equal(["婚姻状况", "颜色"], normalizer.UnknownColumns);
        Assert.Equal(["婚姻状况"], normalizer.ForbiddenColumns);
    }
}
