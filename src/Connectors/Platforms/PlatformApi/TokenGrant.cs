using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>A token, or the answer to give instead when there is none (<paramref name="Refusal"/>). <paramref name="FetchedAt"/> is a monotonic time stamp.</summary>
internal sealed record TokenGrant(string Token, long FetchedAt, TimeSpan Lifetime, DeliveryAnswer? Refusal)
{
    public static TokenGrant Refused(DeliveryAnswer answer) => new("", 0, TimeSpan.Zero, answer);

    public override string ToString() => Refusal is null ? "token" : "no token";
}
