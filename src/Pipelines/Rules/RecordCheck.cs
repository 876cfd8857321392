using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Rules;

/// <summary>A check over several fields of a record, bound once. Its message comes from the catalog.</summary>
internal abstract class RecordCheck(CheckDefinition definition, string field)
{
    /// <summary>Reports when violated.</summary>
    public void Run(RecordDraft draft)
    {
        if (!Holds(draft.Values))
        {
            draft.Report(definition.Id, field, definition.Message, definition.Severity);
        }
    }

    /// <summary>Whether the record is right.</summary>
    protected abstract bool Holds(RecordValues values);
}
