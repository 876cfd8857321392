using CreditHub.Pipelines.Catalog;

namespace CreditHub.Pipelines.Rules;

/// <summary>All rule names that catalogs may use.</summary>
internal static class RuleRegistry
{
    /// <summary>What is wrong with a rule of a field, in English for the administrator, or null.</summary>
    public static string? Problem(string rule, FieldDefinition field, DatasetDefinition dataset) => null;

    /// <summary>What is wrong with a cross-field check, or null.</summary>
    public static string? CheckProblem(CheckDefinition check, DatasetDefinition dataset) => null;
}
