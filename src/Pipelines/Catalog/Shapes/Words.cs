using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog.Shapes;

/// <summary>The words that config uses for our enumerations.</summary>
internal static class Words
{
    public static readonly IReadOnlyDictionary<string, Disclosure> Disclosures = new Dictionary<string, Disclosure>
    {
        ["社会公开"] = Disclosure.Public,
        ["政务共享"] = Disclosure.Government,
        ["授权查询"] = Disclosure.Authorized,
        ["不公开"] = Disclosure.Restricted,
    };

    public static readonly IReadOnlyDictionary<string, FieldType> Types = new Dictionary<string, FieldType>
    {
        ["text"] = FieldType.Text,
        ["longText"] = FieldType.LongText,
        ["date"] = FieldType.Date,
        ["month"] = FieldType.Month,
        ["year"] = FieldType.Year,
        ["decimal"] = FieldType.Decimal,
        ["integer"] = FieldType.Integer,
    };

    public static readonly IReadOnlyDictionary<string, PersonalKind> Personal = new Dictionary<string, PersonalKind>
    {
        ["name"] = PersonalKind.Name,
        ["id"] = PersonalKind.Id,
        ["phone"] = PersonalKind.Phone,
        ["address"] = PersonalKind.Address,
        ["other"] = PersonalKind.Other,
    };

    public static readonly IReadOnlyDictionary<string, Severity> Severities = new Dictionary<string, Severity>
    {
        ["error"] = Severity.Error,
        ["warning"] = Severity.Warning,
    };

    /// <summary>Categories of the national base catalogue of public credit information, edition 2024.</summary>
    public static readonly IReadOnlyList<string> Categories =
    [
        "登记注册基本信息", "司法裁判及执行信息", "行政管理信息", "职称和职业信息", "经营（活动）异常名录（状态）信息", "严重失信主体名单信息", "合同履行信息",
        "信用承诺及履行情况信息", "信用评价结果信息", "遵守法律法规情况信息", "诚实守信相关荣誉信息", "知识产权信息", "经营主体自主提供信用信息",
    ];

    /// <summary>The five libraries (五库) of an office.</summary>
    public static readonly IReadOnlyList<string> Libraries = ["政府机构", "企业", Person, "事业单位", "社会组织"];

    /// <summary>The library of natural persons.</summary>
    public const string Person = "个人";

    /// <summary>Units of stored amounts.</summary>
    public static readonly IReadOnlyList<string> Units = ["元", "万元"];

    /// <summary>Units that suppliers may write amounts in.</summary>
    public static readonly IReadOnlyList<string> SupplierUnits = ["分", "元", "百元", "千元", "万元", "百万元", "千万元", "亿元"];

    /// <summary>What an act does to the record it names.</summary>
    public static readonly IReadOnlyList<string> Actions = ["withdraw", "hold", "mark", "correct"];

    /// <summary>Why a record is taken back, as platforms are told (platform protocol, section 3).</summary>
    public static readonly IReadOnlyList<string> WithdrawReasons = ["REPAIR", "OBJECTION", "EXPIRED", "REVOKED", "DELETED", "EXEMPT"];
}
