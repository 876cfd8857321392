using CreditHub.Pipelines.Model;

namespace CreditHub.Pipelines.Catalog;

/// <summary>Limits of one rule at one field: the own dates of the records it judges, and how its findings weigh (null = as the rule says).</summary>
public sealed record RuleScope(Period Period, Severity? Severity);
