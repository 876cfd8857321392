namespace CreditHub.Testing.Truth.Recipes;

/// <summary>行政处罚, current and 2015 edition.</summary>
internal static class PenaltyRecipes
{
    private static readonly string Authority = MadeUpNumbers.Uscc(1_000_001, "11");

    public static DatasetRecipe Current { get; } = new("SGS_XZCF", "2019", "BZ",
    [
        new("CF_XDR_MC", r => r.SubjectName),
        new("CF_XDR_LB", r => r.Kind switch { SubjectKind.Person => "自然人", SubjectKind.Household => "个体工商户", _ => "法人及非法人组织" }),
        new("CF_XDR_SHXYM", r => r.IsPerson ? null : r.Kind == SubjectKind.Household && r.OneIn(5, "nocode") ? "00000000000000000X" : r.Uscc),
        new("CF_XDR_ZZJG", r => r.Kind == SubjectKind.Organisation && r.OneIn(2, "org") ? r.OrgCode : null),
        new("CF_FRDB", r => r.IsPerson ? null : r.PersonName),
        new("CF_FR_ZJLX", r => HasRepresentativeId(r) ? "身份证" : null),
        new("CF_FR_ZJHM", r => HasRepresentativeId(r) ? r.PersonId : null),
        new("CF_XDR_ZJLX", r => r.IsPerson ? "身份证" : null),
        new("CF_XDR_ZJHM", r => r.IsPerson ? r.PersonId : null),
        new("CF_WSH", r => Simple(r) ? r.Count("示市监简罚〔2026〕{0}号") : r.Count("示市监处罚〔2026〕{0}号")),
        new("CF_WFXW", r => r.Pick("act", "销售不合格商品", "未按规定公示年度报告", "发布虚假广告", "超范围经营", "未取得许可从事经营")),
        new("CF_SY", r => $"经查，当事人于{r.Ago("fact", 60, 200)}在经营场所{r.Pick("how", "销售标签不符合规定的食品", "擅自改变许可事项", "未建立进货查验记录", "使用超期未检的计量器具")}，货值金额较小，未造成严重后果。"),
        new("CF_YJ", r => r.Pick("law", "《中华人民共和国食品安全法》第一百二十五条", "《中华人民共和国广告法》第五十五条", "《企业信息公示暂行条例》第十七条")),
        new("CF_CFLB", r => Fined(r) ? (r.OneIn(3, "both") ? "警告;罚款" : "罚款") : "警告"),
        new("CF_NR", r => Fined(r) ? $"处以罚款，人民币{r.Amount("fine", 0, 9, 4)}万元。" : "给予警告。"),
        new("CF_NR_FK", r => Fined(r) ? r.Amount("fine", 0, 9, 4) : null),
        new("CF_JDRQ", r => r.Ago("decided", 1, 12)),
        new("CF_YXQ", r => r.OneIn(2, "until") ? "2099/12/31" : null),
        new("CF_CFJG", _ => "示例市市场监督管理局"),
        new("CF_CFJGDM", _ => Authority),
        new("CF_SJLY", _ => "示例市市场监督管理局"),
        new("CF_SJLYDM", _ => Authority),
        new("BZ", r => r.OneIn(6, "note") ? "已缴纳" : null),
    ],
    DatasetRecipe.Spoiling(code: "CF_XDR_SHXYM", required: "CF_YJ", day: "CF_JDRQ", listed: "CF_XDR_LB", amount: "CF_NR_FK", text: ("CF_CFJG", 200)));

    public static DatasetRecipe Old { get; } = new("SGS_XZCF", "2015", "BZ",
    [
        new("CF_WSH", r => r.Count("示环罚字〔2026〕{0}号")),
        new("CF_CFMC", r => r.Pick("name", "超标排放污染物", "未批先建", "未安装防治设施")),
        new("CF_BM", r => r.Count("CF{0:D8}")),
        new("CF_CFLB1", r => r.Pick("kind", "警告", "罚款", "行政拘留", "其他")),
        new("CF_SY", _ => "现场检查发现污染防治设施未正常运行。"),
        new("CF_YJ", _ => "《中华人民共和国大气污染防治法》第九十九条"),
        new("CF_XDR_MC", r => r.SubjectName),
        new("CF_XDR_SHXYM", r => r.IsPerson ? null : r.Uscc),
        new("CF_XDR_ZDM", r => r.Kind == SubjectKind.Organisation ? r.OrgCode : null),
        new("CF_XDR_SFZ", r => r.IsPerson ? r.PersonId : null),
        new("CF_FR", r => r.IsPerson ? null : r.PersonName),
        new("CF_JG", _ => "责令改正并处罚款。"),
        new("CF_JDRQ", r => r.Ago("decided", 5, 14)),
        new("CF_XZJG", _ => "示例市生态环境局"),
        new("CF_ZT", _ => "0"),
        new("DFBM", _ => "411000"),
        new("SJC", r => r.Ago("stamp", 1, 4)),
        new("BZ", _ => null),
    ],
    DatasetRecipe.Spoiling(code: "CF_XDR_SHXYM", required: "CF_YJ", day: "CF_JDRQ", listed: "CF_CFLB1", text: ("CF_XZJG", 64)));

    private static bool Simple(MadeUpRow row) => row.IsPerson && row.OneIn(3, "simple");

    private static bool Fined(MadeUpRow row) => !row.OneIn(4, "fined") || row.Kind == SubjectKind.Organisation;

    private static bool HasRepresentativeId(MadeUpRow row) => !row.IsPerson && row.OneIn(2, "fr");
}
