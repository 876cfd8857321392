namespace CreditHub.Pipelines.Catalog.Subjects;

/// <summary>A register of subjects. <paramref name="Since"/>: date field with the day from which a record's name holds, or null: the day it came.</summary>
public sealed record RegisterDefinition(string? Since);
