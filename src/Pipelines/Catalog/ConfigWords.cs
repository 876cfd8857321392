using CreditHub.Pipelines.Catalog.Shapes;
using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>What config files call our enumerations, for showing definitions in the words they were written in.</summary>
public static class ConfigWords
{
    /// <summary>Categories of the national base catalogue, in its order.</summary>
    public static IReadOnlyList<string> Categories => Words.Categories;

    /// <summary>Why records are taken back, as platforms are told.</summary>
    public static IReadOnlyList<string> WithdrawReasons => Words.WithdrawReasons;

    /// <summary>Such as 社会公开.</summary>
    public static string Of(Disclosure disclosure) => Words.Disclosures.First(word => word.Value == disclosure).Key;

    /// <summary>Such as longText.</summary>
    public static string Of(FieldType type) => Words.Types.First(word => word.Value == type).Key;

    /// <summary>Such as phone; empty for a field that is not personal.</summary>
    public static string Of(PersonalKind personal) => Words.Personal.FirstOrDefault(word => word.Value == personal).Key ?? "";

    /// <summary>Such as warning.</summary>
    public static string Of(Severity severity) => Words.Severities.First(word => word.Value == severity).Key;
}
