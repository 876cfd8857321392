using System.IO.Compression;
using System.Xml;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>
/// Cells of an .xlsx sheet whose formula has no value: it failed (<c>#REF!</c>) or was never computed. The library hands both over as empty cells, and a value that
/// should be there would be missing unseen. Only sheets in which the guard saw such a cell are read for it.
/// </summary>
internal sealed class FailedCells
{
    /// <summary>What stands for a formula that was never computed; refused like a failed one.</summary>
    private const string NotComputed = "#VALUE!";
    private const int Most = 200_000;
    private readonly Dictionary<(int Row, int Column), string> _texts = [];

    /// <summary>None.</summary>
    public static FailedCells None { get; } = new();

    /// <summary>Text of a failed cell, or null.</summary>
    public string? At(int row, int column) => _texts.Count > 0 && _texts.TryGetValue((row, column), out string? text) ? text : null;

    /// <summary>Reads the sheet of this name. The workbook has passed the guard.</summary>
    public static FailedCells Read(ZipArchive workbook, string sheet)
    {
        var failed = new FailedCells();
        if (PartOf(workbook, sheet) is { } part)
        {
            using var xml = XmlReader.Create(part.Open(), SafeXml.Settings());
            failed.Read(xml);
        }

        return failed;
    }

    private static ZipArchiveEntry? PartOf(ZipArchive workbook, string sheet)
    {
        string? id = Attribute(workbook, "xl/workbook.xml", "sheet", xml => xml.GetAttribute("name") == sheet, xml => RelationOf(xml));
        string? target = id is null ? null : Attribute(workbook, "xl/_rels/workbook.xml.rels", "Relationship", xml => xml.GetAttribute("Id") == id, xml => xml.GetAttribute("Target"));
        return target is null ? null : Entry(workbook, target.StartsWith('/') ? target[1..] : "xl/" + target);
    }

    private static string? RelationOf(XmlReader xml)
    {
        while (xml.MoveToNextAttribute())
        {
            if (xml.LocalName == "id" && xml.NamespaceURI.Length > 0)
            {
                return xml.Value;
            }
        }

        return null;
    }

    private static string? Attribute(ZipArchive workbook, string part, string element, Func<XmlReader, bool> chosen, Func<XmlReader, string?> value)
    {
        if (Entry(workbook, part) is not { } entry)
        {
            return null;
        }

        using var xml = XmlReader.Create(entry.Open(), SafeXml.Settings());
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == element && chosen(xml))
            {
                return value(xml);
            }
        }

        return null;
    }

    private static ZipArchiveEntry? Entry(ZipArchive workbook, string name) =>
        workbook.Entries.FirstOrDefault(entry => entry.FullName.Equals(name, StringComparison.OrdinalIgnoreCase));

    private void Read(XmlReader xml)
    {
        int row = -1, column = -1;
        bool failed = false, formula = false, valued = false;
        while (xml.Read() && _texts.Count < Most)
        {
            switch (xml.NodeType, xml.LocalName)
            {
                case (XmlNodeType.Element, "row"):
                    row = int.TryParse(xml.GetAttribute("r"), out int number) ? number - 1 : row + 1;
                    column = -1;
                    break;
                case (XmlNodeType.Element, "c"):
                    column = ColumnOf(xml.GetAttribute("r")) ?? column + 1;
                    (failed, formula, valued) = (xml.GetAttribute("t") == "e", false, false);
                    break;
                case (XmlNodeType.Element, "f"):
                    formula = true;
                    break;
                case (XmlNodeType.Element, "v") when !xml.IsEmptyElement:
                    valued = true;
                    if (failed && xml.Read() && xml.NodeType == XmlNodeType.Text)
                    {
                        _texts[(row, column)] = xml.Value;
                    }

                    break;
                case (XmlNodeType.EndElement, "c") when formula && !valued:
                    _texts[(row, column)] = NotComputed;
                    break;
            }
        }
    }

    /// <summary>B7 is column 1; null when there is no such name.</summary>
    private static int? ColumnOf(string? name)
    {
        int column = 0, letters = 0;
        while (name is not null && letters < name.Length && letters < 4 && char.IsAsciiLetterUpper(name[letters]))
        {
            column = (column * 26) + name[letters++] - 'A' + 1;
        }

        return letters is > 0 and < 4 ? column - 1 : null;
    }
}
