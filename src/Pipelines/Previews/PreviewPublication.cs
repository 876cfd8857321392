using CreditHub.Pipelines.Catalog.Plans;

namespace CreditHub.Pipelines.Previews;

/// <summary>How long a row may be published. <paramref name="LastDay"/> null: not at all. <paramref name="MinimumDay"/>: before it no repair ends it, null = no such day.</summary>
public sealed record PreviewPublication(string Term, DateOnly StartsOn, DateOnly? LastDay, DateOnly? MinimumDay, string Source)
{
    internal static PreviewPublication Of(PublicationSpan span) => new(span.Term.Id, span.StartsOn, span.LastDay, span.MinimumDay, span.Term.Source);
}
