using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>Which fields hold identifiers: upper case, half width, no spaces, never shown in findings (a person's number may stand there by mistake).</summary>
internal static class IdentifierRules
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "uscc", "uscc_warn", "uscc_repair", "uscc_or_citizen_id", "orgcode", "orgcode_or_uscc", "regno15_warn", "tax_id", "tax_id_warn", "tax_structure",
        "citizen_id", "citizen_id_warn", "citizen_id_if", "citizen_id_or_masked", "citizen_id_or_passport",
    };

    /// <summary>The field has a rule of an identifier or is a personal number.</summary>
    public static bool Any(FieldDefinition field) =>
        field.Personal == PersonalKind.Id || field.Rules.Any(rule => Names.Contains(RuleName.Of(rule)));
}
