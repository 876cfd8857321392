using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>A check written as an expression.</summary>
internal sealed class ConditionCheck(CheckDefinition definition, string field, Condition condition) : RecordCheck(definition, field)
{
    /// <inheritdoc/>
    protected override bool Holds(RecordValues values) => condition.Holds(values);
}
