using System.Security.Cryptography;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.NationalCryptography;

/// <summary>The setting <c>envelope</c> of a kind: whose keys, which version, how strict.</summary>
internal sealed record SmEnvelopeSettings(SecretReference OwnKey, SecretReference PartnerKey, SmEnvelopeTerms Terms)
{
    /// <summary>JSON schema of the setting.</summary>
    public const string Schema = """
        {
          "type": "object",
          "required": ["ownKey", "platformKey"],
          "additionalProperties": false,
          "description": "SM2/SM3/SM4 digital envelope around packets and their answers; absent: none",
          "properties": {
            "ownKey": { "type": "string", "pattern": "^(env|file):.+", "description": "Reference to our SM2 private key: PEM, or 64 hex digits" },
            "platformKey": { "type": "string", "description": "The platform's SM2 public key: PEM or 130 hex digits, or env:NAME / file:PATH" },
            "keyVersion": { "type": "string", "default": "1", "description": "Version of the pair of keys, as agreed" },
            "windowSeconds": { "type": "integer", "minimum": 1, "maximum": 3600, "default": 300, "description": "How far the time in an answer may be from ours" },
            "userId": { "type": "string", "default": "1234567812345678", "description": "The id in SM2 signatures, as agreed" }
          }
        }
        """;

    /// <summary>Null when absent. Every mistake is a finding, a machine without SM algorithms too.</summary>
    public static SmEnvelopeSettings? Read(SettingsReader settings)
    {
        if (settings.Object("envelope") is not { } reader)
        {
            return null;
        }

        var read = new SmEnvelopeSettings(
            reader.Secret("ownKey"), reader.Reference("platformKey"),
            new SmEnvelopeTerms(reader.Text("keyVersion", "1"), TimeSpan.FromSeconds(reader.Integer("windowSeconds", 300, 1, 3600)), reader.Text("userId", Sm2Key.UsualId)));
        reader.Done();
        if (SmSelfTest.Problem is { } problem)
        {
            settings.Add("envelope", null, problem, "or remove the envelope: other platforms do without");
            return read;
        }

        CheckKey(reader, "ownKey", read.OwnKey, Sm2Key.Private);
        CheckKey(reader, "platformKey", read.PartnerKey, Sm2Key.Public);
        return read;
    }

    /// <summary>Resolves the keys. Errors: <see cref="ConnectorException"/> of kind Config.</summary>
    public SmEnvelope Create(TimeProvider time)
    {
        try
        {
            return new SmEnvelope(Sm2Key.Private(OwnKey.Resolve()), Sm2Key.Public(PartnerKey.Resolve()), Terms, time);
        }
        catch (CryptographicException wrong)
        {
            throw new ConnectorException(FailureKind.Config, $"envelope: {wrong.Message}");
        }
    }

    private static void CheckKey(SettingsReader reader, string name, SecretReference key, Func<string, Sm2Key> read)
    {
        if (key.Text.Length == 0 || key.Problem() is not null)
        {
            return;
        }

        try
        {
            read(key.Resolve()).Dispose();
        }
        catch (CryptographicException)
        {
            reader.Add(name, key.IsReference ? key.Text : null, "what it points to is no SM2 key of the right kind", "write PEM, or the plain number in hex");
        }
    }
}
