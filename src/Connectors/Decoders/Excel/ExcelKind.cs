using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>The decoder kind <c>Excel</c>: a table on a sheet of an .xlsx or .xls workbook.</summary>
internal sealed class ExcelKind(ScratchSpace scratch) : FormatKind<ExcelSettings>
{
    public override string Name => "Excel";

    public override string SettingsSchema => """
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "sheet": { "type": "string", "minLength": 1, "maxLength": 31, "default": "1", "description": "Name of the sheet, or its number counted from 1 over the visible sheets" },
            "skipRows": { "type": "integer", "minimum": 0, "maximum": 1000, "default": 0, "description": "Rows before the header to pass over, such as who reports and when. A title alone in its row needs none" },
            "headerColumn": { "type": ["string", "null"], "default": null, "description": "A column name by which the header row is found within the first 100 rows. Null: the first row with more than one text" },
            "headerRows": { "type": "integer", "minimum": 1, "maximum": 2, "default": 1, "description": "2: a row of groups above the row of names; a column is then called group.name" },
            "notePrefixes": { "type": "array", "items": { "type": "string", "minLength": 1 }, "default": [], "description": "A row that begins with one of these is no record" },
            "footerPrefixes": { "type": "array", "items": { "type": "string", "minLength": 1 }, "default": [], "description": "A row that begins with one of these ends the data" }
          }
        }
        """;

    protected override ExcelSettings Read(SettingsReader reader) => ExcelSettings.Read(reader);

    protected override IPayloadDecoder Make(string name, ExcelSettings settings) => new ExcelDecoder(settings, scratch);
}
