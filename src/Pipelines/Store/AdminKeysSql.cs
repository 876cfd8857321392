namespace CreditHub.Pipelines.Store;

/// <summary>Keys of the admin endpoint.</summary>
internal static class AdminKeysSql
{
    public const string Insert = """
        insert into hub.admin_key (key_id, name, role, secret_sha256, expires_at)
        values (@keyId, @name, @role, @hash, clock_timestamp() + make_interval(days => @days))
        on conflict (name) do nothing
        """;

    public const string List = """
        select key_id as "KeyId", name as "Name", role as "Role", created_at as "CreatedAt", expires_at as "ExpiresAt",
               revoked_at as "RevokedAt", last_used_at as "LastUsedAt"
        from hub.admin_key order by created_at, key_id
        """;

    public const string Revoke = """
        update hub.admin_key set revoked_at = clock_timestamp()
        where (name = @nameOrId or key_id = @nameOrId) and revoked_at is null
        """;

    /// <summary>Only keys that are in force by the server's clock; marks the use at most once a minute.</summary>
    public const string Find = """
        with used as (
            update hub.admin_key set last_used_at = clock_timestamp()
            where key_id = @keyId and secret_sha256 = @hash and revoked_at is null and expires_at > clock_timestamp()
              and (last_used_at is null or last_used_at < clock_timestamp() - interval '1 minute'))
        select key_id as "KeyId", name as "Name", role as "Role", secret_sha256 as "Hash"
        from hub.admin_key where key_id = @keyId and revoked_at is null and expires_at > clock_timestamp()
        """;
}
