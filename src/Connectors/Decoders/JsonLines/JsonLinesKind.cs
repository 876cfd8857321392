using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.JsonLines;

/// <summary>The decoder kind <c>JsonLines</c>: one JSON object a line.</summary>
internal sealed class JsonLinesKind(ScratchSpace scratch) : FormatKind<string>
{
    public override string Name => "JsonLines";

    public override string SettingsSchema => $$"""
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "encoding": {{TextEncoding.Schema}}
          }
        }
        """;

    protected override string Read(SettingsReader reader) => reader.Choice("encoding", "auto", [.. TextEncoding.Names]);

    protected override IPayloadDecoder Make(string name, string settings) => new JsonLinesDecoder(settings, scratch);
}
