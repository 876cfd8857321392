using System.Xml;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>
/// Looks at the elements of one part of a workbook before the library reads it: the library joins a cell's runs of text one by one, so that millions of them take hours,
/// and keeps every text and name in memory.
/// </summary>
internal static class PartCheck
{
    /// <summary>Characters of one text between two marks.</summary>
    private const int MostText = RecordLimits.Field;

    /// <summary>Characters of a cell with several runs: more than a spreadsheet program keeps.</summary>
    private const int MostInRuns = 40_000;

    /// <summary>Merged areas, formats, columns and the like of a part, all of which the library holds.</summary>
    private const int MostHeld = 500_000;

    private const int MaxDepth = 256;

    /// <summary>Reads the part to its end, or to where it is no XML: the library stops there too. Errors: <see cref="ConnectorException"/> of kind Payload.</summary>
    public static void Read(Stream part)
    {
        // as patient with characters as the library: what stops it must not stop this before
        var settings = SafeXml.Settings();
        settings.CheckCharacters = false;
        using var xml = XmlReader.Create(part, settings);
        try
        {
            Read(xml);
        }
        catch (XmlException)
        {
            // parts that the library does not read may be anything; of those it reads it says so itself
        }
    }

    private static void Read(XmlReader xml)
    {
        int inside = -1, runs = 0, inRuns = 0, text = 0, held = 0;
        while (xml.Read())
        {
            switch (xml.NodeType)
            {
                case XmlNodeType.Element:
                    text = 0;
                    if (xml.Depth > MaxDepth)
                    {
                        throw Fault($"工作簿的内容嵌套超过{MaxDepth}层，整份文件未接收");
                    }

                    held += xml.LocalName is "mergeCell" or "xf" or "numFmt" or "col" or "sheet" or "Relationship" ? 1 : 0;
                    if (held > MostHeld)
                    {
                        throw Fault($"工作簿中合并单元格或格式超过{MostHeld}个，整份文件未接收");
                    }

                    if (inside < 0 && xml.LocalName is "is" or "si")
                    {
                        (inside, runs, inRuns) = (xml.IsEmptyElement ? -1 : xml.Depth, 0, 0);
                    }

                    runs += inside >= 0 && xml.LocalName == "t" ? 1 : 0;
                    break;
                case XmlNodeType.EndElement:
                    text = 0;
                    inside = xml.Depth == inside ? -1 : inside;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    text += xml.Value.Length;
                    inRuns += inside >= 0 ? xml.Value.Length : 0;
                    if (text > MostText || (runs > 1 && inRuns > MostInRuns))
                    {
                        throw Fault("工作簿中有过长的单元格文本，整份文件未接收");
                    }

                    break;
            }
        }
    }

    private static ConnectorException Fault(string reason) => new(FailureKind.Payload, reason);
}
