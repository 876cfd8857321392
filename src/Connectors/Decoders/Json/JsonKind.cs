using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>The decoder kind <c>Json</c>: one or several JSON documents, each with an array of records.</summary>
internal sealed class JsonKind : IKind<IPayloadDecoder>
{
    public string Name => "Json";

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "records": { "type": "string", "pattern": "^\\$(\\.[^.]+)*$", "default": "$", "description": "Where the array of records is: $ or $.name.name" },
            "encoding": {{TextEncoding.Schema}}
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => Read(settings).Findings;

    public IPayloadDecoder Create(string name, JsonElement settings)
    {
        var (path, encoding, findings) = Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return new JsonDecoder(path, TextEncoding.Named(encoding));
    }

    private static (JsonPath Path, string Encoding, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement settings)
    {
        var reader = new SettingsReader(settings);
        var path = JsonPath.Read(reader, "records", required: false) ?? new JsonPath("$", []);
        string encoding = reader.Choice("encoding", "auto", [.. TextEncoding.Names]);
        reader.Done();
        return (path, encoding, reader.Findings);
    }
}
