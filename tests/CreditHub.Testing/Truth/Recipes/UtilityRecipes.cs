namespace CreditHub.Testing.Truth.Recipes;

/// <summary>公用事业欠缴费. Kind of fee and company come from each supplier's mapping.</summary>
internal static class UtilityRecipes
{
    public static DatasetRecipe Arrears { get; } = new("GYSY_QJF", "2024", "BZ",
    [
        new("JGQC", r => r.OrganisationName),
        new("TYSHXYDM", r => r.Uscc),
        new("ZZJGDM", r => r.Kind == SubjectKind.Organisation && r.OneIn(3, "org") ? r.OrgCode : null),
        new("QJLXMC", _ => "水费"),
        new("QFSD", r => r.Pick("period", "202608", "202609", "202610")),
        new("QFJE", r => r.Amount("owed", 100, 90_000, 2)),
        new("QFL", r => r.Int("volume", 10, 5000).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("QFJSRQ", r => r.Ago("from", 60, 120)),
        new("QFJZRQ", r => r.Ago("to", 20, 50)),
        new("RDBMQC", _ => "示例公司"),
        new("RDRQ", r => r.Ago("found", 1, 15)),
        new("JHDWQC", r => r.OneIn(2, "office") ? "城区营业所" : null),
        new("BZ", r => r.OneIn(4, "note") ? "已催缴" : null),
    ],
    DatasetRecipe.Spoiling(code: "TYSHXYDM", required: "JGQC", day: "RDRQ", amount: "QFJE", text: ("JGQC", 200)));
}
