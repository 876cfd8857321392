using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.JsonLines;

/// <summary>The decoder kind <c>JsonLines</c>: one JSON object a line.</summary>
internal sealed class JsonLinesKind(ScratchSpace scratch) : IKind<IPayloadDecoder>
{
    public string Name => "JsonLines";

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "encoding": {{TextEncoding.Schema}}
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => Read(settings).Findings;

    public IPayloadDecoder Create(string name, JsonElement settings)
    {
        var (encoding, findings) = Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return new JsonLinesDecoder(encoding, scratch);
    }

    private static (string Encoding, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement settings)
    {
        var reader = new SettingsReader(settings);
        string encoding = reader.Choice("encoding", "auto", [.. TextEncoding.Names]);
        reader.Done();
        return (encoding, reader.Findings);
    }
}
