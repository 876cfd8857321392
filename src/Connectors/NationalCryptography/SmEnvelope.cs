using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>
/// The digital envelope of government exchanges: the body under a fresh SM4 key, that key under the receiver's SM2 key, and the sender's SM2 signature over
/// every other text of the envelope exactly as it stands there. JSON: <c>keyVersion, timestamp, nonce, key, iv, data, signature</c>; binary parts in base64.
/// Seals and opens for one pair of partners. Thread-safe.
/// </summary>
internal sealed class SmEnvelope(Sm2Key own, Sm2Key partner, SmEnvelopeTerms terms, TimeProvider time)
{
    private static readonly string[] Signed = ["keyVersion", "timestamp", "nonce", "key", "iv", "data"];
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 4, AllowDuplicateProperties = false };
    private readonly byte[] _id = Encoding.UTF8.GetBytes(terms.UserId);

    /// <summary>A nonce nobody used before: 32 hex digits.</summary>
    public static string NewNonce() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Another envelope every time. Errors: <see cref="CryptographicException"/>.</summary>
    public byte[] Seal(ReadOnlySpan<byte> body, string nonce)
    {
        byte[] key = RandomNumberGenerator.GetBytes(Sm4.Block), iv = RandomNumberGenerator.GetBytes(Sm4.Block);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["keyVersion"] = terms.KeyVersion,
            ["timestamp"] = time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["nonce"] = nonce,
            ["key"] = Convert.ToBase64String(partner.Encrypt(key)),
            ["iv"] = Convert.ToBase64String(iv),
            ["data"] = Convert.ToBase64String(Sm4.Encrypt(key, iv, body)),
        };
        CryptographicOperations.ZeroMemory(key);
        texts["signature"] = Convert.ToBase64String(own.Sign(Text(name => texts[name]), _id));
        return JsonSerializer.SerializeToUtf8Bytes(texts);
    }

    /// <summary>
    /// The body, or null when anything is wrong: another key version or nonce than expected, a time outside the window, a signature that does not fit. What was wrong
    /// is not said: whoever changed an envelope learns nothing.
    /// </summary>
    public byte[]? Open(ReadOnlyMemory<byte> envelope, string nonce)
    {
        try
        {
            using var document = JsonDocument.Parse(envelope, Strict);
            var root = document.RootElement;
            string Told(string name) => root.GetProperty(name).GetString() ?? "";
            bool ours = root.EnumerateObject().Count() == Signed.Length + 1 && Told("keyVersion") == terms.KeyVersion && Told("nonce") == nonce && Fresh(Told("timestamp"));
            if (!ours || !partner.Verify(Text(Told), Base64(Told("signature")), _id))
            {
                return null;
            }

            byte[] key = own.Decrypt(Base64(Told("key")));
            return Sm4.Decrypt(key, Base64(Told("iv")), Base64(Told("data")));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or CryptographicException)
        {
            return null;
        }
    }

    private bool Fresh(string timestamp) =>
        DateTimeOffset.TryParseExact(timestamp, "yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
        && (time.GetUtcNow() - at).Duration() <= terms.Window;

    private static byte[] Text(Func<string, string> told) => Encoding.UTF8.GetBytes(string.Join('\n', Signed.Select(name => $"{name}={told(name)}")));

    /// <summary>Only the one spelling: base64 has unused bits that could be changed without changing the bytes.</summary>
    private static byte[] Base64(string text)
    {
        byte[] bytes = Convert.FromBase64String(text);
        return Convert.ToBase64String(bytes) == text ? bytes : throw new FormatException("another spelling of base64");
    }
}
