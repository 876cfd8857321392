using System.Text.Json;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.Rest;

/// <summary>The source kind <c>Rest</c>: a list behind an HTTP API that answers JSON.</summary>
internal sealed class RestKind(HttpClients clients, TimeProvider time) : IKind<ISource>
{
    private const int MaxPageBytes = 64 << 20;

    public string Name => "Rest";

    public string SettingsSchema => """
        {
          "type": "object",
          "required": ["address", "records"],
          "additionalProperties": false,
          "properties": {
            "address": { "type": "string", "description": "Base address https://host[:port][/path], or env:NAME / file:PATH" },
            "path": { "type": "string", "pattern": "^/[^?#]*$", "default": "/", "description": "Path of the list" },
            "query": { "type": "object", "additionalProperties": { "type": "string" }, "default": {}, "description": "Parameters sent with every request" },
            "auth": { "type": "object", "required": ["type"], "additionalProperties": false, "description": "How we prove who we are; secrets are references env:NAME or file:PATH",
              "properties": { "type": { "enum": ["none", "bearer", "header"] }, "token": { "type": "string", "pattern": "^(env|file):.+" }, "name": { "type": "string" }, "value": { "type": "string", "pattern": "^(env|file):.+" } } },
            "records": { "type": "string", "pattern": "^\\$(\\.[^.]+)*$", "description": "Where the array of records is: $ or $.name.name" },
            "paging": { "type": "object", "required": ["type"], "additionalProperties": false, "description": "How the next page is asked for",
              "properties": { "type": { "enum": ["none", "page", "offset", "cursor"] }, "parameter": { "type": "string" }, "first": { "enum": [0, 1], "default": 1 }, "sizeParameter": { "type": "string" }, "size": { "type": "integer", "minimum": 1, "maximum": 100000, "default": 500 }, "next": { "type": "string", "description": "Where the answer names the next page (cursor)" } } },
            "total": { "type": "string", "pattern": "^\\$(\\.[^.]+)+$", "description": "Where the answer says how many records there are: checked against what came" },
            "updatedSince": { "type": "object", "required": ["parameter"], "additionalProperties": false, "description": "Ask only for what changed since the last collection",
              "properties": { "parameter": { "type": "string" }, "format": { "type": "string", "default": "yyyy-MM-ddTHH:mm:sszzz" }, "lagSeconds": { "type": "integer", "minimum": 0, "maximum": 604800, "default": 300, "description": "Overlap of two collections" } } },
            "window": { "type": "object", "required": ["from", "to"], "additionalProperties": false, "description": "Parameters of a window run (--from, --to)",
              "properties": { "from": { "type": "string" }, "to": { "type": "string" }, "format": { "type": "string", "default": "yyyy-MM-dd" } } },
            "subjectParameter": { "type": "string", "description": "Parameter of a subject run (--subject)" },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 600, "default": 30, "description": "Total deadline of one request, answer included" },
            "maxPagesPerPayload": { "type": "integer", "minimum": 1, "maximum": 100000, "default": 1000, "description": "More pages than this stop the collection" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => RestSettings.Read(settings).Findings;

    public ISource Create(string name, JsonElement settings)
    {
        var (read, findings) = RestSettings.Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        var address = EndpointAddress.Parse(read.Address.Resolve());
        var call = new HttpCall(clients.For(address), read.Timeout, MaxPageBytes, time);
        return new RestSource(name, read, new PageRetry(new SupplierApi(call, address, read.Path, read.Auth), time), time);
    }
}
