using System.Security.Cryptography;

namespace CreditHub.Testing.Platforms;

/// <summary>Tokens given out and when they end. Thread-safe.</summary>
internal sealed class PlatformTokens(FakePlatformOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _ends = [];

    public int Given { get; private set; }

    public string? Grant(string? grantType, string? id, string? secret)
    {
        if (grantType != "client_credentials" || id != options.ClientId || secret != options.ClientSecret)
        {
            return null;
        }

        var token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        lock (_lock)
        {
            _ends[token] = options.Time.GetUtcNow() + options.TokenLifetime;
            Given++;
        }

        return token;
    }

    public bool Accepts(string? authorization)
    {
        const string scheme = "Bearer ";
        if (authorization is null || !authorization.StartsWith(scheme, StringComparison.Ordinal))
        {
            return false;
        }

        lock (_lock)
        {
            return _ends.TryGetValue(authorization[scheme.Length..], out var end) && options.Time.GetUtcNow() < end;
        }
    }

    public void RevokeAll()
    {
        lock (_lock)
        {
            _ends.Clear();
        }
    }
}
