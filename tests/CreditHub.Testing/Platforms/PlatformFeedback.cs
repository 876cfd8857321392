namespace CreditHub.Testing.Platforms;

/// <summary>A later finding on a record accepted earlier. <see cref="Kind"/>: OBJECTION, CORRECTION, REPAIR or QUALITY.</summary>
public sealed record PlatformFeedback(
    string FeedbackId, string RecordId, string Kind, string Code, string? Field, string Message, DateTimeOffset At);
