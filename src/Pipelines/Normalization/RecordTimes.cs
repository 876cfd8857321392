using CreditHub.Pipelines.Catalog.Plans;

namespace CreditHub.Pipelines.Normalization;

/// <summary>What time decides about one record, for people: its own date, how long it may be published (null = no term fits), the day until which it is kept (null = no document says).</summary>
internal sealed record RecordTimes(string Edition, DateOnly OwnDate, PublicationSpan? Publication, DateOnly? KeptUntil)
{
    private const int LastYear = 9999;

    /// <summary>Of the record in the draft.</summary>
    public static RecordTimes Of(DatasetPlan plan, RecordDraft draft)
    {
        var own = plan.OwnDate(draft.Values, draft.ReceivedOn);
        DateOnly? kept = plan.Definition.Retention is not { } retention ? null
            : own.Year + retention.Years > LastYear ? DateOnly.MaxValue : own.AddYears(retention.Years);
        return new RecordTimes(plan.Definition.Edition, own, PublicationSpan.Of(plan, draft.Values, draft.ReceivedOn), kept);
    }
}
