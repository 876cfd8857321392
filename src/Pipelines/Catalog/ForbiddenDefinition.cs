namespace CreditHub.Pipelines.Catalog;

/// <summary>
/// Data that must never be collected, as written in <c>config/catalog/forbidden.json</c>: a dataset, field or column whose name contains one of
/// <paramref name="Words"/> or whose code is one of <paramref name="Codes"/> (a code with <c>*</c> at its end means all that begin so).
/// <paramref name="PersonsOnly"/>: only where the subject may be a natural person. <paramref name="UnlessConsent"/>: allowed where the dataset names the consent.
/// </summary>
public sealed record ForbiddenDefinition(
    IReadOnlyList<string> Words, IReadOnlyList<string> Codes, bool PersonsOnly, bool UnlessConsent, string Reason, string Source);
