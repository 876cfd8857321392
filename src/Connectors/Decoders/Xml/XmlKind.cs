using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Xml;

/// <summary>The decoder kind <c>Xml</c>: an XML document with repeated record elements.</summary>
internal sealed class XmlKind(ScratchSpace scratch) : FormatKind<XmlSettings>
{
    public override string Name => "Xml";

    public override string SettingsSchema => """
        {
          "type": "object",
          "required": ["records"],
          "additionalProperties": false,
          "properties": {
            "records": { "type": "string", "pattern": "^[^/]+(/[^/]+)+$", "description": "Element names from the root to a record, such as DATAS/DATA. Namespace prefixes are left out" },
            "beside": { "type": "array", "items": { "type": "string", "minLength": 1 }, "description": "Names of elements with elements of their own that stand beside records and are none, such as HEAD. Without records, any other such element is taken for records under another name and refused" },
            "encoding": { "enum": ["auto", "utf-8", "gb18030", "gbk", "gb2312", "utf-16le", "utf-16be"], "default": "auto", "description": "auto: byte order mark, else the XML declaration, else UTF-8 if the whole file is, else GB18030. Anything else overrules the declaration" }
          }
        }
        """;

    protected override XmlSettings Read(SettingsReader reader) => XmlSettings.Read(reader);

    protected override IPayloadDecoder Make(string name, XmlSettings settings) => new XmlDecoder(settings, scratch);
}
