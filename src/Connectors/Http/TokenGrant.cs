namespace CreditHub.Connectors.Http;

/// <summary>
/// A token, or null and the answer that held none (<paramref name="Answer"/>). <paramref name="FetchedAt"/> is a monotonic time stamp.
/// </summary>
internal sealed record TokenGrant(string? Token, long FetchedAt, TimeSpan Lifetime, HttpAnswer Answer)
{
    public override string ToString() => Token is null ? "no token" : "token";
}
