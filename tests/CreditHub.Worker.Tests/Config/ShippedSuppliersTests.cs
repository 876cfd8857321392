using CreditHub.Testing.Truth;
using CreditHub.Worker.Tests.Kit;

namespace CreditHub.Worker.Tests.Config;

/// <summary>Every body that the source documents name has a connector of its own, with its own time of day.</summary>
public sealed class ShippedSuppliersTests
{
    private static readonly IReadOnlyList<FeedLayout> Connectors = FeedLayout.Load(KitFiles.Config);

    public static TheoryData<string, string> Bodies => new()
    {
        { "R1", "税务局" }, { "R2", "市场监督管理局" }, { "R3", "法院" }, { "R4", "供电" }, { "R5", "东区供水" }, { "R5", "西区自来水" },
        { "R6", "市燃气" }, { "R6", "北区燃气" }, { "R7", "热力" }, { "R8", "移动" }, { "R8", "联通" }, { "R9", "公安局" },
        { "R10", "检察院" }, { "R10", "海关" }, { "R10", "消防救援" }, { "R10", "财政局" }, { "R10", "人力资源" }, { "R10", "民政局" },
        { "R10", "机构编制" }, { "R10", "住房和城乡建设" }, { "R10", "交通运输" }, { "R10", "文化" }, { "R10", "自然资源" }, { "R10", "生态环境" },
        { "R10", "应急管理" }, { "R10", "卫生健康" }, { "R10", "教育局" }, { "R10", "农业农村" }, { "R10", "商务局" }, { "R10", "工业和信息化" },
        { "R10", "统计局" }, { "R10", "金融" }, { "R10", "烟草" }, { "R10", "公共资源交易" }, { "R10", "城市管理" }, { "R10", "口岸" },
        { "R10", "社区" }, { "R11", "北山县" }, { "R11", "南湖区" }, { "R12", "企业自主申报" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    [Trait("R", "1-12")]
    public void Body_named_in_the_requirements_has_a_connector(string requirement, string name) =>
        Assert.True(Connectors.Any(c => Supplier(c).Contains(name, StringComparison.Ordinal)), $"{requirement}: no connector whose supplier is called {name}");

    [Fact]
    public void No_two_connectors_start_at_the_same_second() =>
        Assert.Empty(Connectors.GroupBy(c => c.Connector.GetProperty("schedule").GetProperty("cron").GetString()).Where(g => g.Count() > 1).Select(g => g.Key));

    private static string Supplier(FeedLayout connector) => connector.Connector.GetProperty("supplier").GetProperty("name").GetString()!;
}
