using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// HMAC-SHA256 over <c>time LF nonce LF verb LF path and query LF hex SHA-256 of the body</c>, base64, in the header named by config; time (milliseconds since 1970) and nonce go
/// in <c>X-Timestamp</c> and <c>X-Nonce</c>.
/// </summary>
internal sealed record RequestSignature(SecretReference Secret, string Header)
{
    /// <summary>Null when the setting <c>signature</c> is absent.</summary>
    public static RequestSignature? Read(SettingsReader settings)
    {
        if (settings.Object("signature") is not { } reader)
        {
            return null;
        }

        var signature = new RequestSignature(reader.Secret("secret"), reader.Text("header", "X-Signature"));
        if (signature.Header.Length is 0 or > 60 || !signature.Header.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            reader.Add("header", signature.Header, "not a name of a header", "write letters, digits and -");
        }

        reader.Done();
        return signature;
    }

    public void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, TimeProvider time)
    {
        string at = time.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string text = string.Join('\n', at, nonce, request.Method.Method, request.RequestUri!.PathAndQuery, Convert.ToHexStringLower(SHA256.HashData(body)));
        request.Headers.Add("X-Timestamp", at);
        request.Headers.Add("X-Nonce", nonce);
        request.Headers.Add(Header, Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret.Resolve()), Encoding.UTF8.GetBytes(text))));
    }
}
