namespace CreditHub.Testing.Truth;

/// <summary>What must become of a row at its first arrival.</summary>
public enum TruthFate
{
    /// <summary>A new record.</summary>
    New,

    /// <summary>A later row of the same run has the same key.</summary>
    Duplicate,

    /// <summary>Left out by the connector's rule.</summary>
    Excluded,

    /// <summary>Refused with a reason.</summary>
    Rejected,
}
