using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.FixedWidth;

/// <summary>The decoder kind <c>FixedWidth</c>: lines whose columns stand at fixed places.</summary>
internal sealed class FixedWidthKind(ScratchSpace scratch) : FormatKind<FixedWidthSettings>
{
    public override string Name => "FixedWidth";

    public override string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["columns"],
          "additionalProperties": false,
          "properties": {
            "encoding": {{TextEncoding.Schema}},
            "unit": { "enum": ["bytes", "characters"], "default": "bytes", "description": "What start and length count: bytes of the payload's own encoding (a Chinese character is 2 in GBK, 3 in UTF-8), or characters" },
            "columns": {
              "type": "array", "minItems": 1, "maxItems": 500, "description": "Every column of the line; what stands between them must be blank",
              "items": {
                "type": "object", "required": ["name", "start", "length"], "additionalProperties": false,
                "properties": { "name": { "type": "string", "minLength": 1 }, "start": { "type": "integer", "minimum": 1 }, "length": { "type": "integer", "minimum": 1 } }
              }
            },
            "skipLines": { "type": "integer", "minimum": 0, "maximum": 1000, "default": 0, "description": "Lines before the data, such as a header" },
            "footerLines": { "type": "integer", "minimum": 0, "maximum": 100, "default": 0, "description": "Lines at the end that are no records, blank ones not counted" },
            "footerPrefixes": { "type": "array", "items": { "type": "string", "minLength": 1 }, "default": [], "description": "A line that begins with one of these ends the data" }
          }
        }
        """;

    protected override FixedWidthSettings Read(SettingsReader reader) => FixedWidthSettings.Read(reader);

    protected override IPayloadDecoder Make(string name, FixedWidthSettings settings) => new FixedWidthDecoder(settings, scratch);
}
