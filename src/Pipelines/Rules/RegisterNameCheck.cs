using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>name_agrees_with_register</c> (name, credit code): the name is a current or former one of that code in a register. Needs other records, so it is
/// found in sets after a run (Subjects), not here: a single record is never wrong.
/// </summary>
internal sealed class RegisterNameCheck(CheckDefinition definition) : RecordCheck(definition, definition.Arguments[0])
{
    /// <summary>Its name in the catalog.</summary>
    public const string Name = "name_agrees_with_register";

    /// <inheritdoc/>
    protected override bool Holds(RecordValues values) => true;
}
