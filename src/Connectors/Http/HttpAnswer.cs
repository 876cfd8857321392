namespace CreditHub.Connectors.Http;

/// <summary>
/// A whole answer: the body was read to its end within the cap, inflated where it came deflated. <paramref name="RetryAfter"/> is already capped.
/// <paramref name="Link"/>: the <c>Link</c> header lines joined by commas, or null.
/// </summary>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter, string? Link = null);
