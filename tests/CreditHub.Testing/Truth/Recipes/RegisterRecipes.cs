namespace CreditHub.Testing.Truth.Recipes;

/// <summary>企业登记 and 经营异常名录.</summary>
internal static class RegisterRecipes
{
    public static DatasetRecipe Register { get; } = new("FR_DJJB", "2024", "OPSCOPE",
    [
        new("PRIPID", r => r.Count("PRI{0:D12}")),
        new("UNISCID", r => r.Uscc),
        new("ENTNAME", r => r.OrganisationName),
        new("REPORTTYPE", r => r.Pick("type", "有限责任公司(自然人独资)", "有限责任公司(自然人投资或控股)", "股份有限公司(非上市)")),
        new("NAME", r => r.PersonName),
        new("INDUSTRYCO", r => r.Pick("industry", "F5211", "C1392", "E4710", "I6510")),
        new("REGCAP", r => r.Amount("capital", 1, 5000, 2)),
        new("REGCAPCUR", _ => "人民币"),
        new("OPSCOPE", r => r.Pick("scope", "一般项目：食品销售；日用百货销售。", "许可项目：建设工程施工。", "一般项目：软件开发；信息技术咨询服务。")),
        new("DOM", r => r.Count("示例市示范区人民路{0}号")),
        new("DOMDISTRICT", _ => "411002"),
        new("POSTALCODE", _ => "461000"),
        new("ESTDATE", r => r.Ago("established", 200, 9000)),
        new("APPRDATE", r => r.Ago("approved", 1, 190)),
        new("OPFROM", r => r.Ago("established", 200, 9000)),
        new("OPTO", r => r.OneIn(3, "term") ? "2049/12/31" : null),
        new("REGORG", _ => "示例市市场监督管理局"),
        new("REGSTATE", r => r.OneIn(15, "state") ? "注销" : "存续"),
    ],
    DatasetRecipe.Spoiling(code: "UNISCID", required: "ENTNAME", day: "ESTDATE", amount: "REGCAP", text: ("ENTNAME", 200)));

    public static DatasetRecipe Abnormal { get; } = new("JYYCML", "2024", "DECORG_CN",
    [
        new("BUSEXCLIST", r => r.Count("YC{0:D10}")),
        new("PRIPID", r => r.Count("PRI{0:D12}")),
        new("ENTNAME", r => r.OrganisationName),
        new("UNISCID", r => r.Uscc),
        new("SPECAUSE_CN", r => r.Pick("why", "未依照规定的期限公示年度报告", "通过登记的住所或者经营场所无法联系")),
        new("ABNTIME", r => r.Ago("listed", 100, 800)),
        new("DECORG_CN", _ => "示例市市场监督管理局"),
        new("REMEXCPRES_CN", r => r.OneIn(5, "removed") ? "列入经营异常名录之日起3年内履行公示义务" : null),
        new("REMDATE", r => r.OneIn(5, "removed") ? r.Ago("removedon", 5, 90) : null),
        new("REDECORG_CN", r => r.OneIn(5, "removed") ? "示例市市场监督管理局" : null),
    ],
    DatasetRecipe.Spoiling(code: "UNISCID", required: "SPECAUSE_CN", day: "ABNTIME", text: ("DECORG_CN", 200)));
}
