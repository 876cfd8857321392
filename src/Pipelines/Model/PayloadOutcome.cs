namespace CreditHub.Pipelines.Model;

/// <summary>How a payload ended, told to its source.</summary>
public enum PayloadOutcome
{
    /// <summary>All its records are in the books.</summary>
    Merged,

    /// <summary>It was set aside as a whole, with a reason.</summary>
    Refused,

    /// <summary>Its bytes were in the books already; it was not read again.</summary>
    Duplicate,
}
