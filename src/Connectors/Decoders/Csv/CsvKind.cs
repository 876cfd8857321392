using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>The decoder kind <c>Csv</c>: separated text, with a header line or without.</summary>
internal sealed class CsvKind : FormatKind<CsvSettings>
{
    public override string Name => "Csv";

    public override string SettingsSchema => $$"""
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "encoding": {{TextEncoding.Schema}},
            "separator": { "type": "string", "default": "auto", "description": "One or several characters, tab, or auto (comma, semicolon, tab or bar, whichever the header has most of)" },
            "quote": { "type": "string", "maxLength": 1, "default": "\"", "description": "Quote character; empty: quotes are ordinary text" },
            "skipLines": { "type": "integer", "minimum": 0, "maximum": 1000, "default": 0, "description": "Lines before the header, such as a title" },
            "columns": { "type": "array", "items": { "type": "string", "minLength": 1 }, "maxItems": 500, "default": [], "description": "Names of the columns, in order, of a file without a header line. Left out: the header names them" },
            "footerLines": { "type": "integer", "minimum": 0, "maximum": 100, "default": 0, "description": "Lines at the end that are no records, blank ones not counted" },
            "footerPrefixes": { "type": "array", "items": { "type": "string", "minLength": 1 }, "default": [], "description": "A record that begins with one of these ends the data" }
          }
        }
        """;

    protected override CsvSettings Read(SettingsReader reader) => CsvSettings.Read(reader);

    protected override IPayloadDecoder Make(string name, CsvSettings settings) => new CsvDecoder(settings);
}
