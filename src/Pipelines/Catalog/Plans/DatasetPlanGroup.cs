using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>A group of fields of which at least one must be filled, compiled.</summary>
internal sealed class DatasetPlanGroup(DatasetDefinition dataset, AnyOfDefinition definition)
{
    /// <summary>Codes, for findings.</summary>
    public string Codes { get; } = string.Join(',', definition.Fields);

    /// <summary>Chinese names, for findings.</summary>
    public string Names { get; } = string.Join("、", definition.Fields.Select(code => RuleTarget.Of(dataset, code).Name));

    /// <summary>Ordinals.</summary>
    public int[] Ordinals { get; } = [.. definition.Fields.Select(code => RuleTarget.Of(dataset, code).Ordinal)];

    /// <summary>Null = always.</summary>
    public Condition? When { get; } = definition.When is null ? null : RuleRegistry.Bind(definition.When, dataset);

    /// <summary>Own dates of the records it is for; null = all.</summary>
    public Period? Period { get; } = definition.Period.IsAlways ? null : definition.Period;
}
