namespace CreditHub.Connectors.Http;

/// <summary>A whole answer: the body was read to its end within the cap. <paramref name="RetryAfter"/> is already capped.</summary>
internal readonly record struct HttpAnswer(int Status, ReadOnlyMemory<byte> Body, TimeSpan? RetryAfter);
