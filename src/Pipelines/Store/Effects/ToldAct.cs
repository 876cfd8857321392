namespace CreditHub.Pipelines.Store.Effects;

/// <summary>A repair or an objection as a platform told it.</summary>
internal sealed record ToldAct(string Platform, string FeedbackId, string Kind, string? Code, string? Field, string? Message, string RecordId, long RecordNo);
