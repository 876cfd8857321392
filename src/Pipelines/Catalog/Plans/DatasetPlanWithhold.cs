using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>An entry of the withhold list, compiled; <paramref name="Period"/>: own dates of the records it is for, null = all.</summary>
internal sealed record DatasetPlanWithhold(Condition When, Period? Period)
{
    /// <summary>Compiles.</summary>
    public static DatasetPlanWithhold Compile(WithholdDefinition definition, DatasetDefinition dataset) =>
        new(RuleRegistry.Bind(definition.When, dataset), definition.Period.IsAlways ? null : definition.Period);
}
