namespace CreditHub.Connectors.NationalCryptography;

/// <summary>What both partners agreed on. <paramref name="Window"/>: how far the clocks may differ; <paramref name="UserId"/>: the id in signatures.</summary>
internal sealed record SmEnvelopeTerms(string KeyVersion, TimeSpan Window, string UserId);
