using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.NationalCryptography;
using CreditHub.Connectors.Platforms.PlatformApi.Wire;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>The platform kind <c>PlatformApi</c>: the reference platform protocol, version 1.</summary>
internal sealed class PlatformApiKind(HttpClients clients, TimeProvider time) : IKind<IPlatform>
{
    private const int MaxAnswerBytes = 10 << 20;

    public string Name => "PlatformApi";

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["address", "clientId", "clientSecret"],
          "additionalProperties": false,
          "properties": {
            "address": { "type": "string", "description": "Base address https://host[:port][/path], or env:NAME / file:PATH" },
            "clientId": { "type": "string", "description": "Client id the platform gave us, or env:NAME / file:PATH" },
            "clientSecret": { "type": "string", "pattern": "^(env|file):.+", "description": "Reference to the client secret: env:NAME or file:PATH (file mode 0600)" },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 600, "default": 30, "description": "Total deadline of one request, answer included" },
            "paths": {
              "type": "object",
              "additionalProperties": false,
              "description": "Paths below the address, where they are not the protocol's",
              "properties": {
                "token": { "type": "string", "default": "/oauth/token" }, "limits": { "type": "string", "default": "/exchange/v1/limits" },
                "packets": { "type": "string", "default": "/exchange/v1/{dataset}/packets" }, "receipts": { "type": "string", "default": "/exchange/v1/receipts/{packetId}", "description": "Empty: the platform cannot be asked; what became of a packet is found by sending it again" },
                "lists": { "type": "string", "default": "/exchange/v1", "description": "Where {dataset}/holdings and feedback lie" }
              }
            },
            "signature": {
              "type": "object",
              "required": ["secret"],
              "additionalProperties": false,
              "description": "HMAC-SHA256 of every request after the token's; absent: none",
              "properties": { "secret": { "type": "string", "pattern": "^(env|file):.+" }, "header": { "type": "string", "default": "X-Signature" } }
            },
            "token": {{TokenForm.Schema}},
            "wire": {{WireForm.Schema}},
            "envelope": {{SmEnvelopeSettings.Schema}}
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => PlatformApiSettings.Read(settings).Findings;

    public IPlatform Create(string name, JsonElement settings)
    {
        var (read, findings) = PlatformApiSettings.Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        var address = EndpointAddress.Parse(read.Address.Resolve());
        var client = clients.For(address);
        var api = new ExchangeClient(client, new HttpCall(client, read.Timeout, MaxAnswerBytes, time), address, read, read.Envelope?.Create(time), time);
        var reader = read.Wire is null ? null : new WireReader(read.Wire);
        var tokens = new TokenCache(
            async stop => read.Token.Style == "fixed"
                ? new HttpAnswer(200, JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { [read.Token.Token.Parts[^1]] = read.ClientSecret.Resolve() }), null)
                : await api.PostTokenAsync(read.ClientId.Resolve(), read.ClientSecret.Resolve(), stop).ConfigureAwait(false) is var answer && reader is null ? answer : reader!.Token(answer),
            read.Token.Style == "fixed" ? new JsonPath("$", [read.Token.Token.Parts[^1]]) : read.Token.Token, read.Token.Expires, time);
        return read.Paths.Receipts.Length == 0 ? new PlatformApiPlatform(api, tokens, read.Wire) : new PlatformApiWithReceipts(api, tokens, read.Wire);
    }
}
