namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// What a dataset's records do to other records: a repair ends publication, an objection marks or holds. <paramref name="Names"/>: which record, null = the
/// record itself. <paramref name="Author"/>, <paramref name="Document"/>, <paramref name="From"/>, <paramref name="To"/>: fields with who decided, the
/// number of the decision, the first and the last day of its effect; each null when there is none. Of <paramref name="Acts"/> the first that fits counts.
/// </summary>
public sealed record EffectDefinition(
    NamingDefinition? Names, string? Author, string? Document, string? From, string? To, IReadOnlyList<ActDefinition> Acts);
