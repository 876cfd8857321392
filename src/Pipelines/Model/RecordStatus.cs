namespace CreditHub.Pipelines.Model;

/// <summary>The platform's word on one record.</summary>
public enum RecordStatus
{
    /// <summary>Held (or no longer held) as asked. DUPLICATE counts as this.</summary>
    Accepted,

    /// <summary>A newer version is held: accepted, and worth a warning.</summary>
    Stale,

    /// <summary>Refused with a code: parked with its reason.</summary>
    Rejected,

    /// <summary>Decided later: ask for the receipt.</summary>
    Pending,
}
