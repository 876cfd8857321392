namespace CreditHub.Testing.Truth.Recipes;

/// <summary>行政许可, current and 2015 edition.</summary>
internal static class PermitRecipes
{
    private static readonly string Authority = MadeUpNumbers.Uscc(1_000_002, "11");

    public static DatasetRecipe Current { get; } = new("SGS_XZXK", "2019", "BZ",
    [
        new("XK_XDR_MC", r => r.SubjectName),
        new("XK_XDR_LB", r => r.Kind switch { SubjectKind.Person => "自然人", SubjectKind.Household => "个体工商户", _ => "法人及非法人组织" }),
        new("XK_XDR_SHXYM", r => r.IsPerson ? null : r.Uscc),
        new("XK_FRDB", r => r.IsPerson ? null : r.PersonName),
        new("XK_XDR_ZJLX", r => r.IsPerson ? "身份证" : null),
        new("XK_XDR_ZJHM", r => r.IsPerson ? r.PersonId : null),
        new("XK_XKWS", _ => "准予行政许可决定书"),
        new("XK_WSH", r => r.Count("示住建许〔2026〕{0}号")),
        new("XK_XKLB", r => r.Pick("kind", "普通", "核准", "登记")),
        new("XK_XKZS", _ => "食品经营许可证"),
        new("XK_XKBH", r => r.Count("JY{0:D10}")),
        new("XK_NR", _ => "预包装食品销售，散装食品销售。"),
        new("XK_JDRQ", r => r.Ago("decided", 1, 12)),
        new("XK_YXQZ", r => r.Ago("decided", 1, 12)),
        new("XK_YXQZI", r => r.OneIn(2, "until") ? "2099/12/31" : "2031/06/30"),
        new("XK_XKJG", _ => "示例市行政审批服务局"),
        new("XK_XKJGDM", _ => Authority),
        new("XK_ZT", _ => "1"),
        new("XK_LYDW", _ => "示例市行政审批服务局"),
        new("XK_LYDWDM", _ => Authority),
        new("BZ", _ => null),
    ],
    DatasetRecipe.Spoiling(code: "XK_XDR_SHXYM", required: "XK_NR", day: "XK_JDRQ", listed: "XK_ZT", text: ("XK_XKJG", 200)));

    public static DatasetRecipe Old { get; } = new("SGS_XZXK", "2015", "BZ",
    [
        new("XK_WSH", r => r.Count("示住建许字〔2026〕{0}号")),
        new("XK_XMMC", r => r.Pick("item", "建筑工程施工许可", "商品房预售许可", "燃气经营许可", "城镇污水排入排水管网许可")),
        new("XK_BM", r => r.Count("XK{0:D8}")),
        new("XK_SPLB", r => r.Pick("kind", "普通", "特许", "核准", "登记")),
        new("XK_NR", r => $"准予{r.SubjectName}从事许可事项。"),
        new("XK_XDR", r => r.SubjectName),
        new("XK_XDR_SHXYM", r => r.IsPerson ? null : r.Uscc),
        new("XK_XDR_ZDM", r => r.Kind == SubjectKind.Organisation ? r.OrgCode : null),
        new("XK_XDR_SFZ", r => r.IsPerson ? r.PersonId : null),
        new("XK_FR", r => r.IsPerson ? null : r.PersonName),
        new("XK_JDRQ", r => r.Ago("decided", 5, 14)),
        new("XK_JZQ", r => r.OneIn(3, "until") ? "2099/12/31" : "2029/12/31"),
        new("XK_XZJG", _ => "示例市住房和城乡建设局"),
        new("XK_ZT", r => r.OneIn(12, "state") ? "3" : "0"),
        new("DFBM", _ => "411000"),
        new("SJC", r => r.Ago("stamp", 1, 4)),
        new("BZ", _ => null),
    ],
    DatasetRecipe.Spoiling(code: "XK_XDR_SHXYM", required: "XK_NR", day: "XK_JDRQ", listed: "XK_SPLB", text: ("XK_XZJG", 64)));
}
