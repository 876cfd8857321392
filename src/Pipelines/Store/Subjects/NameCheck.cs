namespace CreditHub.Pipelines.Store.Subjects;

/// <summary>A dataset's check of names against the registers.</summary>
internal sealed record NameCheck(short DatasetNo, string Field, string Message);
