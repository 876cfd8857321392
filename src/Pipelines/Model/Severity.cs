namespace CreditHub.Pipelines.Model;

/// <summary>Whether a violation keeps the record out or only is reported.</summary>
public enum Severity
{
    /// <summary>The record is rejected.</summary>
    Error,

    /// <summary>The record passes; the finding is reported.</summary>
    Warning,
}
