namespace CreditHub.Connectors.Sources.Rest.Answers;

/// <summary>An answer and what it means. <paramref name="Page"/> is there for <see cref="Verdict.Success"/> and <see cref="Verdict.Empty"/>.</summary>
internal sealed record JudgedAnswer(Verdict Verdict, int Status, TimeSpan? RetryAfter, string? Message, RestPage? Page);
