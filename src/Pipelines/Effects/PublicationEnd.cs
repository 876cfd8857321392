using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Store.Effects;

namespace CreditHub.Pipelines.Effects;

/// <summary>Whether the publication term of a record is over (R64). Pure.</summary>
internal static class PublicationEnd
{
    /// <summary>Cheap: false for a record decided so lately that no term of its dataset can be over.</summary>
    public static bool MayBeOver(DatasetPlan plan, DateOnly? decidedOn, DateOnly today) =>
        decidedOn is not { } day || day.Year >= 9800 || plan.Terms.Any(term => plan.DecisionField != term.StartField) || day.AddMonths(plan.Terms.Min(term => term.Definition.Months)) < today;

    /// <summary>Whether the term that lets it stay longest has passed, or says that it is not published at all.</summary>
    public static bool IsOver(DatasetPlan plan, RecordValues values, DateOnly receivedOn, DateOnly today) =>
        PublicationSpan.Of(plan, values, receivedOn) is { } span && (span.LastDay is null || span.LastDay < today);

    /// <summary>The act.</summary>
    public static ActRow Act(long recordNo, int line) => new() { Action = "withdraw", Reason = "EXPIRED", Note = "公示期届满", RecordNo = recordNo, Line = line };
}
