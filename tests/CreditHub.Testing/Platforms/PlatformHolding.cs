namespace CreditHub.Testing.Platforms;

/// <summary>What the platform holds of one record. <see cref="State"/>: PUBLISHED or WITHDRAWN.</summary>
public sealed record PlatformHolding(string Dataset, string RecordId, int Version, string State, string? ContentSha256);
