using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Sources.Rest.Auth;

/// <summary>How a request is signed: which parts in which order, joined by what, and the headers that carry the result.</summary>
internal sealed record HmacSettings(SecretReference KeyId, SecretReference Secret, IReadOnlyList<string> Parts, string Separator)
{
    public static readonly string[] AllParts = ["method", "path", "query", "body", "bodyDigest", "timestamp", "nonce", "keyId"];

    public required bool Base64 { get; init; }

    public required string TimestampFormat { get; init; }

    public required string SignatureHeader { get; init; }

    public required string SignaturePrefix { get; init; }

    public string? TimestampHeader { get; init; }

    public string? NonceHeader { get; init; }

    public string? KeyIdHeader { get; init; }

    public string? DigestHeader { get; init; }

    public static HmacSettings Read(SettingsReader reader)
    {
        var parts = reader.TextList("parts");
        if (parts.Count == 0 || parts.Any(p => !AllParts.Contains(p)))
        {
            reader.Add("parts", string.Join(", ", parts), "the parts that are signed, in their order", "use: " + string.Join(", ", AllParts));
        }

        var settings = new HmacSettings(reader.Reference("keyId"), reader.Secret("secret"), parts, reader.Text("separator", "\n"))
        {
            Base64 = reader.Choice("encoding", "hex", "hex", "base64") == "base64",
            TimestampFormat = reader.Choice("timestampFormat", "unixMilliseconds", "unixMilliseconds", "unixSeconds", "yyyyMMddHHmmss"),
            SignatureHeader = RestAuth.HeaderName(reader, "signatureHeader", "X-Signature"),
            SignaturePrefix = reader.Text("signaturePrefix", ""),
            TimestampHeader = RestAuth.OptionalHeader(reader, "timestampHeader"),
            NonceHeader = RestAuth.OptionalHeader(reader, "nonceHeader"),
            KeyIdHeader = RestAuth.OptionalHeader(reader, "keyIdHeader"),
            DigestHeader = RestAuth.OptionalHeader(reader, "digestHeader"),
        };
        foreach (var (part, header) in new[] { ("timestamp", settings.TimestampHeader), ("nonce", settings.NonceHeader) })
        {
            if (parts.Contains(part) && header is null)
            {
                reader.Add($"{part}Header", null, "missing", $"the supplier cannot check a {part} that is not sent: name its header");
            }
        }

        return settings;
    }
}
