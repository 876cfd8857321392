using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Json;

/// <summary>The decoder kind <c>Json</c>: one or several JSON documents, each with an array of records.</summary>
internal sealed class JsonKind : FormatKind<(JsonPath Path, string Encoding)>
{
    public override string Name => "Json";

    public override string SettingsSchema => $$"""
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "records": { "type": "string", "pattern": "^\\$(\\.[^.]+)*$", "default": "$", "description": "Where the array of records is: $ or $.name.name" },
            "encoding": {{TextEncoding.Schema}}
          }
        }
        """;

    protected override (JsonPath Path, string Encoding) Read(SettingsReader reader) =>
        (JsonPath.Read(reader, "records", required: false) ?? new JsonPath("$", []), reader.Choice("encoding", "auto", [.. TextEncoding.Names]));

    protected override IPayloadDecoder Make(string name, (JsonPath Path, string Encoding) settings) => new JsonDecoder(settings.Path, TextEncoding.Named(settings.Encoding));
}
