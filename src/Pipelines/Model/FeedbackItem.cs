namespace CreditHub.Pipelines.Model;

/// <summary>A platform's later finding about one record. Texts are the platform's, cut to 1,000 characters. <paramref name="Kind"/> says who must act.</summary>
public readonly record struct FeedbackItem(string FeedbackId, RecordId Id, FeedbackKind Kind, string? Code, string? Field, string? Message, DateTimeOffset? At);
