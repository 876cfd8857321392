namespace CreditHub.Pipelines.Model;

/// <summary>Whether a violation keeps the record out or only is reported.</summary>
public enum Severity
{
    /// <summary>The record is rejected.</summary>
    Error,

    /// <summary>The record passes; the finding is reported.</summary>
    Warning,
}

/// <summary>
/// What a rule found. <see cref="Message"/> is Chinese for the department: field name, class of the value (never a personal
/// value), rule and remedy.
/// </summary>
public readonly record struct Violation(string Rule, string Field, string Message, Severity Severity = Severity.Error);
