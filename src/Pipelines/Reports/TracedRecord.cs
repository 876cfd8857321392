namespace CreditHub.Pipelines.Reports;

/// <summary>The life of a record, oldest first.</summary>
public sealed record TracedRecord(
    string RecordId,
    IReadOnlyList<TracedVersion> Versions,
    IReadOnlyList<TracedDelivery> Deliveries,
    IReadOnlyList<TracedPlacement> Placements);
