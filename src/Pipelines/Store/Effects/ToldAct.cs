namespace CreditHub.Pipelines.Store.Effects;

/// <summary>A repair or an objection as a platform told it. <paramref name="Words"/>: its code, field and message.</summary>
internal sealed record ToldAct(string Platform, string FeedbackId, string Kind, string Words, long RecordNo);
