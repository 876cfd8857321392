namespace CreditHub.Testing.Platforms;

/// <summary>What the platform decided on one record. <see cref="Changed"/>: it changed what the platform holds; <see cref="ContentSha256"/> is of the data as it arrived.</summary>
public sealed record PlatformDecision(
    string RecordId, int Version, string Operation, string Status, string? Code = null, string? Field = null, string? Message = null,
    bool Changed = false, string? ContentSha256 = null);
