using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>
/// HMAC-SHA256 over parts of the request. <c>query</c>: name=value as sent, sorted by ordinal, joined by &amp;. <c>bodyDigest</c>: SHA-256 of the body, in the
/// signature's own spelling. Each request has its own time stamp and nonce, repeated ones too.
/// </summary>
internal sealed class HmacCredentials(HmacSettings settings, TimeProvider time) : Credentials
{
    public override void Sign(HttpRequestMessage request, byte[] body, string? token)
    {
        string keyId = HeaderSecret.Resolve(settings.KeyId), digest = Text(SHA256.HashData(body));
        string stamp = Stamp(), nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        string signed = string.Join(settings.Separator, settings.Parts.Select(part => part switch
        {
            "method" => request.Method.Method,
            "path" => request.RequestUri!.AbsolutePath,
            "query" => SortedQuery(request.RequestUri!),
            "body" => Encoding.UTF8.GetString(body),
            "bodyDigest" => digest,
            "timestamp" => stamp,
            "nonce" => nonce,
            _ => keyId,
        }));
        byte[] signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(settings.Secret.Resolve()), Encoding.UTF8.GetBytes(signed));
        HeaderSecret.Put(request, settings.SignatureHeader, settings.SignaturePrefix + Text(signature));
        Add(request, settings.TimestampHeader, stamp);
        Add(request, settings.NonceHeader, nonce);
        Add(request, settings.KeyIdHeader, keyId);
        Add(request, settings.DigestHeader, digest);
    }

    private static void Add(HttpRequestMessage request, string? header, string value)
    {
        if (header is not null)
        {
            HeaderSecret.Put(request, header, value);
        }
    }

    private static string SortedQuery(Uri address) => string.Join('&', address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));

    private string Text(byte[] bytes) => settings.Base64 ? Convert.ToBase64String(bytes) : Convert.ToHexStringLower(bytes);

    private string Stamp()
    {
        var now = time.GetUtcNow();
        return settings.TimestampFormat switch
        {
            "unixSeconds" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "yyyyMMddHHmmss" => RestTime.Write(now, "yyyyMMddHHmmss"),
            _ => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
    }
}
