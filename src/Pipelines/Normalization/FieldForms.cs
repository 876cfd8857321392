using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Normalization;

/// <summary>Chooses the form of a field's values from its type, code list and rule words.</summary>
internal static class FieldForms
{
    private static readonly string[] LicenceNumbers = ["许可编号", "证书编号", "证书号", "证照编号", "许可证号", "登记证号", "执照号"];

    /// <summary>The form; an unknown code set is found by the configuration check before.</summary>
    public static ValueForm Make(RuleTarget target, IReadOnlyDictionary<string, CodeSetDefinition> codeSets)
    {
        var field = target.Field;
        return field.Type switch
        {
            FieldType.Date => new DateForm(target, Argument(field, "open_ended")),
            FieldType.Month => new PeriodForm(target, year: false),
            FieldType.Year => new PeriodForm(target, year: true),
            FieldType.Decimal or FieldType.Integer => new AmountForm(target, Has(field, "currency")),
            FieldType.Text or FieldType.LongText => MakeText(target, codeSets),
            _ => throw new InvalidOperationException($"Unknown type {field.Type}."),
        };
    }

    private static ValueForm MakeText(RuleTarget target, IReadOnlyDictionary<string, CodeSetDefinition> codeSets)
    {
        var field = target.Field;
        bool region = Has(field, "region6") || Has(field, "region9");
        if (!region && field.CodeSet is { } code && codeSets.TryGetValue(code, out var set))
        {
            return new CodedForm(target, CodeEras.Of(set, Has(field, "enum_name")), StyleOf(field, set));
        }

        return Has(field, "case_no") ? new BracketForm(target, courtCase: true)
            : IsDocumentNumber(field) ? new BracketForm(target, courtCase: false)
            : Has(field, "phone") || Has(field, "phone_multi") ? new PhoneForm(target)
            : IsIdentifier(target) ? new IdentifierForm(target)
            : new TextForm(target, Has(field, "strip_dot_zero") || Has(field, "in") || Has(field, "equals"), Has(field, "no_spaces") || IsLicenceNumber(field));
    }

    /// <summary>Numbers of licences and certificates; not a cell for name and number together.</summary>
    private static bool IsLicenceNumber(FieldDefinition field) =>
        field.Type == FieldType.Text && !field.Name.Contains("名称", StringComparison.Ordinal)
        && LicenceNumbers.Any(end => field.Name.TrimEnd('）').EndsWith(end, StringComparison.Ordinal));

    private static CodeStyle StyleOf(FieldDefinition field, CodeSetDefinition set)
    {
        string rule = field.Rules.Select(RuleName.Of).FirstOrDefault(name => name.StartsWith("enum", StringComparison.Ordinal)) ?? "enum";
        return new CodeStyle(rule, set.Name, Argument(field, "enum_multi"), Argument(field, "enum_prefix"));
    }

    /// <summary>By rule, or by name where an edition gives the field no rule: there 空 is what the standard asks for.</summary>
    private static bool IsDocumentNumber(FieldDefinition field) =>
        Has(field, "doc_no_chars") || field.Name.EndsWith("文号", StringComparison.Ordinal) || field.Name.EndsWith("文书号", StringComparison.Ordinal);

    private static bool IsIdentifier(RuleTarget target)
    {
        var subject = target.Dataset.Subject;
        return IdentifierRules.Any(target.Field) || Has(target.Field, "region6") || Has(target.Field, "region9")
            || new[] { subject.Uscc, subject.OrgCode, subject.RegNo, subject.TaxNo, subject.PersonId }.Contains(target.Code);
    }

    private static bool Has(FieldDefinition field, string rule) => field.Rules.Any(known => RuleName.Of(known) == rule);

    private static string? Argument(FieldDefinition field, string rule) =>
        field.Rules.Where(known => RuleName.Of(known) == rule).Select(RuleName.Argument).FirstOrDefault();
}
