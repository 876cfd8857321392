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

    /// <summary>Units of stored amounts.</summary>
    public static readonly IReadOnlyList<string> Units = ["元", "万元"];

    /// <summary>Units that suppliers may write amounts in.</summary>
    public static readonly IReadOnlyList<string> SupplierUnits = ["分", "元", "百元", "千元", "万元", "百万元", "千万元", "亿元"];
}
