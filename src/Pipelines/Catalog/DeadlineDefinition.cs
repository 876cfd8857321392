namespace CreditHub.Pipelines.Catalog;

/// <summary>Deadline: working days after the day in a date field.</summary>
public sealed record DeadlineDefinition(int WorkingDays, string FromField, string Source);
