namespace CreditHub.Testing.Truth.Recipes;

/// <summary>纳税信用A级 and 欠税公告.</summary>
internal static class TaxRecipes
{
    public static DatasetRecipe ClassA { get; } = new("NSXY_A", "2024", "ZGSWJG",
    [
        new("NSRMC", r => r.OrganisationName),
        new("NSRSBH", r => r.Uscc),
        new("TYSHXYDM", r => r.Uscc),
        new("SSND", _ => "2025"),
        new("XYDJ", _ => "A"),
        new("ZGSWJG", r => r.Pick("office", "示例市税务局第一税务分局", "示例市税务局第二税务分局", "示例市税务局第三税务分局")),
        new("PDRQ", r => r.Ago("graded", 100, 160)),
    ],
    DatasetRecipe.Spoiling(code: "TYSHXYDM", required: "NSRMC", listed: "XYDJ", text: ("ZGSWJG", 200)));

    public static DatasetRecipe Arrears { get; } = new("QSGG", "2024", "SCJYDZ",
    [
        new("NSRMC", r => r.SubjectName),
        new("NSRSBH", r => r.IsPerson ? r.PersonId : r.Uscc),
        new("SHXYDM", r => r.IsPerson ? null : r.Uscc),
        new("FDDBRXM", r => r.IsPerson ? null : r.PersonName),
        new("ZJHM", r => r.PersonId),
        new("SCJYDZ", r => r.Count("示例市工业园区{0}号")),
        new("ZSXM", r => r.Pick("tax", "增值税", "企业所得税", "房产税", "城镇土地使用税")),
        new("QSYE", r => r.Amount("owed", 1000, 3_000_000, 2)),
        new("DQXFSQSJE", r => r.Amount("fresh", 0, 900, 2)),
        new("ZGSWJG", _ => "示例市税务局第二税务分局"),
        new("TJJZNY", _ => "202609"),
        new("GGRQ", r => r.Ago("told", 5, 30)),
    ],
    DatasetRecipe.Spoiling(code: "SHXYDM", required: "ZGSWJG", day: "GGRQ", amount: "QSYE", text: ("ZSXM", 100)));
}
