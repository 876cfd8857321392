namespace CreditHub.Pipelines.Runs;

/// <summary>A key of the admin endpoint, without its secret. Roles: <c>viewer</c>, <c>operator</c>, <c>admin</c>.</summary>
public sealed record AdminKey(
    string KeyId, string Name, string Role, DateTime CreatedAt, DateTime ExpiresAt, DateTime? RevokedAt, DateTime? LastUsedAt);
