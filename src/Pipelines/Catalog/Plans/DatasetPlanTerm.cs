using CreditHub.Pipelines.Rules;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>A publication term, compiled.</summary>
internal sealed record DatasetPlanTerm(PublicationTerm Definition, Condition? When, int StartField)
{
    /// <summary>Compiles.</summary>
    public static DatasetPlanTerm Compile(PublicationTerm definition, DatasetDefinition dataset) => new(
        definition, definition.When is null ? null : RuleRegistry.Bind(definition.When, dataset), RuleTarget.Of(dataset, definition.StartsFrom).Ordinal);
}
