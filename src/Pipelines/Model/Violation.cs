namespace CreditHub.Pipelines.Model;

/// <summary>
/// What a rule found. <see cref="Message"/> is Chinese for the department: field name, class of the value (never a personal
/// value), rule and remedy.
/// </summary>
public readonly record struct Violation(string Rule, string Field, string Message, Severity Severity = Severity.Error);
