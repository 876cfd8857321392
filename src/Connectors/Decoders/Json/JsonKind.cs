using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>The decoder kind <c>Json</c>: one or several JSON documents, each with an array of records.</summary>
internal sealed class JsonKind : IKind<IPayloadDecoder>
{
    public string Name => "Json";

    public string SettingsSchema => """
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "records": { "type": "string", "pattern": "^\\$(\\.[^.]+)*$", "default": "$", "description": "Where the array of records is: $ or $.name.name" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => Read(settings).Findings;

    public IPayloadDecoder Create(string name, JsonElement settings)
    {
        var (path, findings) = Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return new JsonDecoder(path);
    }

    private static (JsonPath Path, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement settings)
    {
        var reader = new SettingsReader(settings);
        var path = JsonPath.Read(reader, "records", required: false) ?? new JsonPath("$", []);
        reader.Done();
        return (path, reader.Findings);
    }
}
