using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>
/// <c>one_document_several_parties</c> (document number, then whatever else names the document, such as its authority): records of one document that name
/// several parties. Each is a record of its own and all are stored; the department is asked whether the number is right, and told when the records do not
/// even agree on the day. Needs other records, so it is found in sets after a run (Subjects), not here: a single record is never wrong.
/// </summary>
internal sealed class OneDocumentCheck(CheckDefinition definition) : RecordCheck(definition, definition.Arguments[0])
{
    /// <summary>Its name in the catalog.</summary>
    public const string Name = "one_document_several_parties";

    /// <inheritdoc/>
    protected override bool Holds(RecordValues values) => true;
}
