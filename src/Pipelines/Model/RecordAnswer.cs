namespace CreditHub.Pipelines.Model;

/// <summary>One record's result. Texts are the platform's, cut to 1,000 characters.</summary>
public readonly record struct RecordAnswer(RecordId Id, int Version, RecordStatus Status, string? Code, string? Field, string? Message);
