using CreditHub.Pipelines.Normalization;

namespace CreditHub.Pipelines.Catalog.Plans;

/// <summary>Tells for one dataset what its fields and columns must not be called. Immutable, thread-safe; for configuration and column lists, not for rows.</summary>
internal sealed class ForbiddenNames
{
    private readonly (ForbiddenDefinition Entry, string[] Words)[] _entries;

    /// <summary>The entries that concern the dataset.</summary>
    public ForbiddenNames(IEnumerable<ForbiddenDefinition> all, DatasetDefinition dataset)
    {
        bool persons = dataset.Subject.PersonId is not null || dataset.Subject.PersonWhen is not null;
        _entries = [.. all.Where(entry => (persons || !entry.PersonsOnly) && !(entry.UnlessConsent && dataset.Consent is not null))
            .Select(entry => (entry, entry.Words.Select(NameFold.Fold).ToArray()))];
    }

    /// <summary>The entry that forbids a name or a code, or null. A column's name may be either.</summary>
    public ForbiddenDefinition? Of(string nameOrCode)
    {
        if (_entries.Length == 0)
        {
            return null;
        }

        string folded = NameFold.Fold(nameOrCode);
        return Array.Find(_entries, e => e.Words.Any(word => folded.Contains(word, StringComparison.Ordinal)) || e.Entry.Codes.Any(code => IsCode(folded, code))).Entry;
    }

    private static bool IsCode(string folded, string code) =>
        code.EndsWith('*') ? folded.StartsWith(code[..^1], StringComparison.Ordinal) : folded == code;
}
