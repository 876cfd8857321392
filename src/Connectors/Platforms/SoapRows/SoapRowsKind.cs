using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.SoapRows;

/// <summary>The platform kind <c>SoapRows</c>: a SOAP service that takes one row a call.</summary>
internal sealed class SoapRowsKind(HttpClients clients, TimeProvider time) : IKind<IPlatform>
{
    private const int MaxAnswerBytes = 1 << 20;

    public string Name => "SoapRows";

    public string SettingsSchema => """
        {
          "type": "object",
          "required": ["address", "token", "methods"],
          "additionalProperties": false,
          "properties": {
            "address": { "type": "string", "description": "Address of the service https://host[:port]/path, or env:NAME / file:PATH" },
            "token": { "type": "string", "pattern": "^(env|file):.+", "description": "Reference to the token that stands in every call" },
            "namespace": { "type": "string", "default": "http://service", "description": "XML namespace of the methods" },
            "methods": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Dataset code, or * for every other dataset, to its method" },
            "queryMethod": { "type": "string", "description": "Method that tells what became of a row; absent: a row without an answer is sent again" },
            "envelope": { "type": "string", "description": "Template of a call with {namespace} {method} {token} {row}; default SOAP 1.1 with <token> and <xml>" },
            "row": { "type": "string", "description": "Template of a row with {recordId} {version} {operation} {reason} {fields}" },
            "queryRow": { "type": "string", "description": "Template of a query with {recordId} {version}" },
            "codes": { "type": "object", "additionalProperties": { "enum": ["ACCEPTED", "STALE", "REJECTED", "PENDING", "LATER", "TOKEN", "NOT_FOUND", "UNKNOWN"] }, "default": { "00": "ACCEPTED", "*": "REJECTED" }, "description": "The service's codes; * for every other code" },
            "answer": {
              "type": "object",
              "additionalProperties": false,
              "description": "Element names of an answer",
              "properties": { "code": { "type": "string", "default": "CODE" }, "message": { "type": "string", "default": "MSG" }, "field": { "type": "string", "default": "FIELD" }, "receipt": { "type": "string", "default": "RECEIPT" } }
            },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 600, "default": 30, "description": "Total deadline of one call, answer included" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => SoapRowsSettings.Read(settings).Findings;

    public IPlatform Create(string name, JsonElement settings)
    {
        var (read, findings) = SoapRowsSettings.Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        var address = EndpointAddress.Parse(read.Address.Resolve());
        var call = new HttpCall(clients.For(address), read.Timeout, MaxAnswerBytes, time);
        return read.QueryMethod is null ? new SoapRowsPlatform(read, call, address) : new SoapRowsWithQuery(read, call, address);
    }
}
