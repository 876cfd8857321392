using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Runs;

/// <summary>
/// Keys of the admin endpoint: <c>id.secret</c>. The secret has 256 random bits, is shown once and stored as SHA-256 (enough
/// for a random secret of that length). Guarantee: a revoked or expired key opens nothing from the next request on.
/// </summary>
public sealed class AdminKeys(NpgsqlDataSource database)
{
    /// <summary>Longest life of a key in days.</summary>
    public const int LongestDays = 365;

    /// <summary>Makes a key. Returns it whole, this once; null when the name is taken.</summary>
    public async Task<string?> AddAsync(string name, string role, int days, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(days is > 0 and <= LongestDays, true);
        string keyId = RandomNumberGenerator.GetHexString(12, lowercase: true);
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await using var connection = await database.OpenConnectionAsync(ct);
        int added = await connection.ExecuteAsync(
            new CommandDefinition(AdminKeysSql.Insert, new { keyId, name, role, hash = Hash(keyId, secret), days }, cancellationToken: ct));
        return added == 1 ? $"{keyId}.{secret}" : null;
    }

    /// <summary>All keys, oldest first.</summary>
    public async Task<IReadOnlyList<AdminKey>> ListAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<AdminKey>(new CommandDefinition(AdminKeysSql.List, cancellationToken: ct))];
    }

    /// <summary>Ends a key by name or id; false when there is none in force.</summary>
    public async Task<bool> RevokeAsync(string nameOrId, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteAsync(new CommandDefinition(AdminKeysSql.Revoke, new { nameOrId }, cancellationToken: ct)) > 0;
    }

    /// <summary>Who the key belongs to; null for a wrong, unknown, expired or revoked one, without telling which.</summary>
    public async Task<AdminCaller?> FindAsync(string key, CancellationToken ct)
    {
        if (!TrySplit(key, out string keyId, out string secret))
        {
            return null;
        }

        byte[] hash = Hash(keyId, secret);
        await using var connection = await database.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<StoredKey>(new CommandDefinition(AdminKeysSql.Find, new { keyId, hash }, cancellationToken: ct));

        // An unknown id takes the same comparison.
        bool right = CryptographicOperations.FixedTimeEquals(hash, row?.Hash ?? new byte[hash.Length]);
        return right && row is not null ? new AdminCaller(row.KeyId, row.Name, row.Role) : null;
    }

    /// <summary>The parts of a key; false for any other shape.</summary>
    public static bool TrySplit(string key, out string keyId, out string secret)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        (keyId, secret) = dot == 12 && key.Length == 12 + 1 + 64 ? (key[..dot], key[(dot + 1)..]) : ("", "");
        return keyId.Length > 0 && key.All(c => c == '.' || char.IsAsciiHexDigitLower(c));
    }

    private static byte[] Hash(string keyId, string secret) => SHA256.HashData(Encoding.ASCII.GetBytes($"{keyId}.{secret}"));

    private sealed record StoredKey(string KeyId, string Name, string Role, byte[] Hash);
}
