using System.Globalization;

namespace CreditHub.Testing.Truth.Recipes;

/// <summary>Chooses how a field of a catalog file gets its values: by its place in the subject, then its rules, its code list, its type and last its name.</summary>
internal sealed class FieldMaker(IReadOnlyList<CatalogField> fields, IReadOnlySet<string> key, IReadOnlyDictionary<string, string> subject)
{
    private static readonly Dictionary<string, Func<MadeUpRow, string>> s_patterns = new()
    {
        ["^[0-9A-Z]{10}$"] = r => r.Count("{0:D10}"),
        ["^[0-9]{6}[0-9]{8}[0-9]{6}$"] = r => r.Count("41100020260901{0:D6}")[..20],
        ["^[0-9A-Za-z._%+-]+@[0-9A-Za-z.-]+\\.[A-Za-z]{2,}$"] = r => r.Count("office{0}@example.cn"),
    };

    // The last characters of a Chinese field name say what stands in it.
    private static readonly (string Ending, Func<MadeUpRow, string, string> Make)[] s_endings =
    [
        ("法院", (_, _) => "示例市中级人民法院"),
        ("机关", Office), ("单位", Office), ("部门", Office), ("机构", Office), ("机关全称", Office), ("部门全称", Office), ("单位全称", Office), ("海关", (_, _) => "示例海关"),
        ("地址", (r, _) => r.Count("示例市示例路{0}号")), ("住所", (r, _) => r.Count("示例市示例路{0}号")),
        ("编号", Numbered), ("文号", Document), ("流水号", Numbered), ("用户号", Numbered), ("ID", Numbered), ("书号", Numbered), ("证号", Numbered), ("件号", Document),
        ("事由", (r, code) => r.Pick(code, "未按期公示年度报告", "未按约定履行义务", "现场检查发现问题")),
        ("原因", (r, code) => r.Pick(code, "通过登记的住所无法联系", "未按期公示年度报告", "公示信息隐瞒真实情况")),
        ("事实", (r, code) => r.Pick(code, "经查，该单位未按规定期限改正", "经查，该单位提供虚假材料")),
        ("依据", (r, code) => r.Pick(code, "《示例管理条例》第十二条", "《示例管理办法》第八条第一款")),
        ("状态", (r, code) => r.Pick(code, "正常", "有效")),
        ("备注", (r, code) => r.Pick(code, "已核实", "首次报送", "由窗口受理")),
    ];

    private bool AboutPersons => subject.TryGetValue("personWhen", out var when) && when == $"notempty({subject.GetValueOrDefault("name")})";

    public Func<MadeUpRow, string?> Maker(CatalogField field) =>
        OfSubject(field) ?? ByRule(field) ?? (field.Words.Count > 0 ? Coded(field) : ByType(field));

    private Func<MadeUpRow, string?>? OfSubject(CatalogField field)
    {
        if (field.Code == subject.GetValueOrDefault("name"))
        {
            return r => AboutPersons ? r.PersonName : r.OrganisationName;
        }

        if (field.Code == subject.GetValueOrDefault("uscc") || (field.Code == subject.GetValueOrDefault("taxNo") && field.Has("tax_id")))
        {
            return field.Argument("startswith") is { } start ? r => MadeUpNumbers.Uscc(r.Number, start.PadRight(2, '1')) : r => r.Uscc;
        }

        if (field.Code == subject.GetValueOrDefault("personId"))
        {
            return r => AboutPersons ? r.PersonId : null;
        }

        return field.Code == subject.GetValueOrDefault("orgCode") ? r => subject.ContainsKey("uscc") && r.OneIn(2, "org") ? null : r.OrgCode
            : field.Code == subject.GetValueOrDefault("regNo") ? _ => null
            : null;
    }

    private static Func<MadeUpRow, string?>? ByRule(CatalogField field)
    {
        if (field.Argument("equals") is { } fixedText)
        {
            return _ => fixedText;
        }

        if (field.Argument("in") is { } choices)
        {
            return r => r.Pick(field.Code, choices.Split(','));
        }

        if (field.Argument("regex") is { } pattern)
        {
            return s_patterns[pattern];
        }

        return field.Rules.FirstOrDefault(r => !r.StartsWith("date_", StringComparison.Ordinal)) switch
        {
            "uscc" or "uscc_warn" or "uscc_repair" => r => MadeUpNumbers.Uscc(9_000_000 + r.Int(field.Code, 1, 9), "11"),
            "org_full_name" => r => Office(r, field.Code),
            "case_no" => r => r.Count("（2026）示0001执{0}号"),
            "phone" or "phone_multi" or "strip_dot_zero" => r => $"1990000{r.Number % 10_000:D4}",
            "region6" => _ => "411000",
            "region9" => _ => "411000000",
            "regno15_warn" or "orgcode" or "citizen_id_warn" => _ => null,
            { } rule when rule.StartsWith("citizen_id", StringComparison.Ordinal) => r => field.Required ? r.PersonId : null,
            _ => null,
        };
    }

    private static Func<MadeUpRow, string?> Coded(CatalogField field) => field.Words switch
    {
        var words when words.Contains("法人及非法人组织") => r => r.Kind == SubjectKind.Household ? "个体工商户" : "法人及非法人组织",
        var words when words.Contains("身份证") => r => field.Required ? "身份证" : null,
        var words => r => r.Pick(field.Code, [.. words]),
    };

    private Func<MadeUpRow, string?> ByType(CatalogField field) => field.Type switch
    {
        "date" => r => r.Ago(field.Code, 20 * (8 - After(field)) - 19, 20 * (8 - After(field))),
        "year" => _ => "2025",
        "month" => r => r.Pick(field.Code, "202607", "202608", "202609"),
        "integer" => r => r.Int(field.Code, 1, 12).ToString(CultureInfo.InvariantCulture),
        "decimal" => r => r.Amount(field.Code, 1, field.Most, Math.Min(2, field.Scale)),
        _ => r => Written(field, r),
    };

    /// <summary>Number of days that must lie before this one.</summary>
    private int After(CatalogField field) =>
        field.Argument("date_ge") is { } before && fields.FirstOrDefault(f => f.Code == before) is { } other ? 1 + After(other) : 0;

    private string? Written(CatalogField field, MadeUpRow row)
    {
        if (!field.Required && !key.Contains(field.Code) && field.RequiredWhen is null && row.OneIn(3, "absent" + field.Code))
        {
            return null;
        }

        string text = field.Code == "DXFL" ? "1" : field.Name.Contains("姓名", StringComparison.Ordinal) || field.Name.StartsWith("法定代表人", StringComparison.Ordinal) ? row.PersonName
            : Array.Find(s_endings, e => field.Name.EndsWith(e.Ending, StringComparison.Ordinal)).Make is { } make ? make(row, field.Code)
            : field.MaxLength is > 0 and < 12 ? row.Count("{0}")
            : field.Name + row.Pick(field.Code, "甲", "乙", "丙");
        bool distinct = key.Contains(field.Code) && !text.Contains(row.Count("{0}"), StringComparison.Ordinal);
        text = distinct ? text + row.Count("（{0}）") : text;
        return field.MaxLength > 0 && text.Length > field.MaxLength ? text[^field.MaxLength..] : text;
    }

    private static string Office(MadeUpRow row, string code) => row.Pick(code, "示例市示例管理局", "示例市示例区管理局", "示例市示例管理委员会");

    private static string Numbered(MadeUpRow row, string code) => row.Count(code[..Math.Min(2, code.Length)] + "{0:D8}");

    private static string Document(MadeUpRow row, string code) => row.Count("示" + code[..1] + "字〔2026〕{0}号");
}
