namespace CreditHub.Testing.Truth.Recipes;

/// <summary>失信被执行人.</summary>
internal static class CourtRecipes
{
    public static DatasetRecipe Defaulters { get; } = new("SXBZXR", "2024", "BZXRLXQK",
    [
        new("SXID", r => r.Count("SX{0:D12}")),
        new("BZXRXZ", r => r.IsPerson ? "自然人" : "组织"),
        new("BZXRMC", r => r.SubjectName),
        new("SHXYDM", r => r.IsPerson ? null : r.Uscc),
        new("ZZJGDM", r => r.Kind == SubjectKind.Organisation ? r.OrgCode : null),
        new("SFZHM", r => r.IsPerson ? r.PersonId : null),
        new("XB", r => r.IsPerson ? r.Pick("sex", "男", "女") : null),
        new("FDDBR", r => r.IsPerson ? null : r.PersonName),
        new("FYDM", _ => "4110"),
        new("ZXFY", _ => "示例市中级人民法院"),
        new("ZXYJWH", r => r.Count("（2025）豫10民初{0}号")),
        new("ZCZXYJDW", _ => "示例市中级人民法院"),
        new("AH", r => r.Count("（2026）豫10执{0}号")),
        new("LARQ", r => r.Ago("filed", 60, 300)),
        new("SXFLWSQDYW", r => $"支付货款{r.Amount("debt", 1, 900, 2)}万元及利息。"),
        new("BZXRLXQK", r => r.Pick("kept", "全部未履行", "部分未履行")),
        new("SXBZXRXWQK", _ => "有履行能力而拒不履行生效法律文书确定义务"),
        new("FBRQ", r => r.Ago("published", 3, 50)),
    ],
    DatasetRecipe.Spoiling(code: "SHXYDM", required: "SXFLWSQDYW", day: "LARQ", listed: "BZXRXZ", text: ("ZXFY", 200)));
}
