using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditHub.Testing.Suppliers;

/// <summary>Who may come in, as the connector's <c>auth</c> says; every secret is the same key.</summary>
internal sealed class FeedDoor(JsonElement source, string key, TimeProvider time)
{
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private readonly HashSet<string> _nonces = [];

    /// <summary>What the token endpoint hands out.</summary>
    public string Token => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("token of " + key)));

    /// <summary>The caller proved that it holds the key.</summary>
    public bool Admits(SupplierCall call)
    {
        if (!source.TryGetProperty("auth", out var auth))
        {
            return true;
        }

        string Header(string name) => call.Headers.GetValueOrDefault(name, "");
        return auth.GetProperty("type").GetString() switch
        {
            "bearer" => Header("Authorization") == "Bearer " + key,
            "header" => Header(auth.GetProperty("name").GetString()!) == key,
            "oauth2" => Header("Authorization") == "Bearer " + Token,
            "hmac" => IsSigned(auth, call, Header),
            var type => throw new NotSupportedException($"No supplier is played that admits by {type}."),
        };
    }

    /// <summary>Answers a token for the client credentials, form-encoded.</summary>
    public StubAnswer Grant(SupplierCall call)
    {
        var form = System.Web.HttpUtility.ParseQueryString(Encoding.UTF8.GetString(call.Body));
        return form["grant_type"] == "client_credentials" && form["client_id"] == key && form["client_secret"] == key
            ? StubAnswer.Json($$"""{"access_token":"{{Token}}","token_type":"Bearer","expires_in":3600}""")
            : StubAnswer.Json("""{"error":"invalid_client"}""", 401);
    }

    /// <summary>HMAC-SHA256 in hexadecimal over the named parts, made within five minutes, each nonce once.</summary>
    private bool IsSigned(JsonElement auth, SupplierCall call, Func<string, string> header)
    {
        string Named(string setting) => header(auth.GetProperty(setting).GetString()!);
        string text = string.Join('\n', auth.GetProperty("parts").EnumerateArray().Select(part => part.GetString() switch
        {
            "method" => call.Method,
            "path" => call.Path,
            "query" => string.Join('&', call.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)),
            "bodyDigest" => Convert.ToHexStringLower(SHA256.HashData(call.Body)),
            "timestamp" => Named("timestampHeader"),
            "nonce" => Named("nonceHeader"),
            _ => key,
        }));
        string signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
        lock (_nonces)
        {
            return Named("keyIdHeader") == key && Named("signatureHeader") == signature && IsFresh(Named("timestampHeader")) && _nonces.Add(Named("nonceHeader"));
        }
    }

    /// <summary>Milliseconds since 1970; neither older nor further ahead than a signature is good for.</summary>
    private bool IsFresh(string stamp) => long.TryParse(stamp, NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
        && (time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(Math.Min(milliseconds, DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()))).Duration() <= Validity;
}
