using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>A check over several fields, compiled; <paramref name="Period"/>: own dates of the records it is for, null = all.</summary>
internal sealed record DatasetPlanCheck(RecordCheck Check, Period? Period)
{
    /// <summary>Compiles.</summary>
    public static DatasetPlanCheck Compile(CheckDefinition definition, DatasetDefinition dataset) =>
        new(RuleRegistry.MakeCheck(definition, dataset), definition.Period.IsAlways ? null : definition.Period);
}
