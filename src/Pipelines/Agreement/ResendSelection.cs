namespace CreditHub.Pipelines.Agreement;

/// <summary>
/// What is to be sent once more to one platform. What is null does not limit. <paramref name="From"/> and <paramref name="To"/>: days (Beijing) on which the
/// version was stored, both included. <paramref name="State"/>: accepted, refused, parked or excluded: how it ended.
/// </summary>
public sealed record ResendSelection(
    string Platform, string? RecordId = null, string? Dataset = null, DateOnly? From = null, DateOnly? To = null, string? State = null)
{
    /// <summary>In words, for the books.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        RecordId is null ? null : $"record {RecordId}", Dataset is null ? null : $"dataset {Dataset}", From is null ? null : $"stored from {From:yyyy-MM-dd}",
        To is null ? null : $"stored to {To:yyyy-MM-dd}", State is null ? null : $"ended {State}",
    }.OfType<string>().DefaultIfEmpty("everything"));
}
