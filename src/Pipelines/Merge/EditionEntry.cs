using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Merge;

/// <summary>One edition of a connector's dataset as the books know it: its number, who may see its records, and the platforms that take it.</summary>
internal sealed record EditionEntry(short DatasetNo, Disclosure Disclosure, IReadOnlyList<Route> Routes);
