using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.NationalCryptography;
using CreditHub.Connectors.Platforms.PlatformApi.Wire;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>Where a platform is and who we are there.</summary>
internal sealed record PlatformApiSettings(SecretReference Address, SecretReference ClientId, SecretReference ClientSecret, TimeSpan Timeout, ApiPaths Paths, RequestSignature? Signature, SmEnvelopeSettings? Envelope,
    TokenForm Token, WireForm? Wire)
{
    public static (PlatformApiSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element)
    {
        var reader = new SettingsReader(element);
        var settings = new PlatformApiSettings(
            reader.Reference("address"),
            reader.Reference("clientId"),
            reader.Secret("clientSecret"),
            TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 30, 1, 600)),
            ApiPaths.Read(reader), RequestSignature.Read(reader), SmEnvelopeSettings.Read(reader), TokenForm.Read(reader), WireForm.Read(reader));
        if (settings.Address.Text.Length > 0 && settings.Address.Problem() is null
            && !EndpointAddress.TryParse(settings.Address.Resolve(), out _, out var problem))
        {
            reader.Add("address", settings.Address.Text, problem!, "write https://host[:port][/path]");
        }

        if (settings is { Paths.Receipts: "", Wire: { } wire } && wire.Packet["packetId"].Length == 0 && wire.Record["version"].Length == 0)
        {
            reader.Add("wire", null, "the platform cannot be asked for receipts and would not know a packet or version that is sent again: what became of a lost answer could never be found out",
                "name the platform's packetId or version, or paths.receipts");
        }

        reader.Done();
        return (settings, reader.Findings);
    }
}
