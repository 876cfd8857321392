using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Exchange;

/// <summary>A readable receipt. <paramref name="Results"/> null: it names none (all pending). <paramref name="Foreign"/>: results of records that were not sent.</summary>
internal sealed record Receipt(string Number, IReadOnlyList<RecordAnswer>? Results, int Foreign);
