using System.IO.Compression;
using System.Text;

namespace CreditHub.Testing.Suppliers;

/// <summary>
/// Writes an .xlsx by hand, so that a test says exactly what stands in it. Cells are given as XML or as values: a text becomes an inline text, a number a number.
/// </summary>
public sealed class WorkbookFile
{
    /// <summary>Number formats by style number.</summary>
    private static readonly (int Id, string? Code)[] Styles =
        [(0, null), (14, null), (31, null), (164, "000000"), (22, null), (165, "yyyy\"年\"m\"月\"d\"日\";@"), (57, null), (9, null)];

    private const string Main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    private readonly List<(string Name, string State, string Rows, string Merges)> _sheets = [];
    private readonly Dictionary<string, int> _shared = [];

    /// <summary>Written into the workbook part before its sheets.</summary>
    public string Properties { get; init; } = "";

    public CompressionLevel Level { get; init; } = CompressionLevel.Fastest;

    /// <summary>Texts of sheets added from now on stand once, in a part of their own, as spreadsheet programs write them.</summary>
    public bool SharesTexts { get; init; }

    public WorkbookFile Sheet(string name, IEnumerable<object?[]> rows, string[]? merged = null, string state = "visible")
    {
        string text = string.Concat(rows.Select((row, i) => Row(i + 1, row)));
        string merges = merged is null ? "" : $"<mergeCells>{string.Concat(merged.Select(range => $"<mergeCell ref=\"{range}\"/>"))}</mergeCells>";
        _sheets.Add((name, state, text, merges));
        return this;
    }

    /// <summary>A sheet whose rows are given as XML.</summary>
    public WorkbookFile RawSheet(string name, string rows)
    {
        _sheets.Add((name, "visible", rows, ""));
        return this;
    }

    /// <summary>A cell with a style of the list above.</summary>
    public static string Styled(string value, int style) => $"<c s=\"{style}\"><v>{value}</v></c>";

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create))
        {
            Write(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>");
            const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            Write(zip, "_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
            Write(zip, "xl/workbook.xml", $"<workbook {Main} xmlns:r=\"{relations}\">{Properties}<sheets>{string.Concat(_sheets.Select((s, i) => $"<sheet name=\"{s.Name}\" sheetId=\"{i + 1}\" state=\"{s.State}\" r:id=\"s{i}\"/>"))}</sheets></workbook>");
            string parts = string.Concat(_sheets.Select((_, i) => $"<Relationship Id=\"s{i}\" Type=\"{relations}/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>"));
            Write(zip, "xl/_rels/workbook.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{parts}<Relationship Id=\"st\" Type=\"{relations}/styles\" Target=\"styles.xml\"/>{(SharesTexts ? $"<Relationship Id=\"sh\" Type=\"{relations}/sharedStrings\" Target=\"sharedStrings.xml\"/>" : "")}</Relationships>");
            if (SharesTexts)
            {
                Write(zip, "xl/sharedStrings.xml", $"<sst {Main}>{string.Concat(_shared.Keys.Select(text => $"<si><t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(text)}</t></si>"))}</sst>");
            }

            Write(zip, "xl/styles.xml", $"<styleSheet {Main}><numFmts>{string.Concat(Styles.Where(s => s.Code is not null).Select(s => $"<numFmt numFmtId=\"{s.Id}\" formatCode=\"{System.Security.SecurityElement.Escape(s.Code)}\"/>"))}</numFmts><cellXfs>{string.Concat(Styles.Select(s => $"<xf numFmtId=\"{s.Id}\"/>"))}</cellXfs></styleSheet>");
            for (int i = 0; i < _sheets.Count; i++)
            {
                Write(zip, $"xl/worksheets/sheet{i}.xml", $"<worksheet {Main}><sheetData>{_sheets[i].Rows}</sheetData>{_sheets[i].Merges}</worksheet>");
            }
        }

        return bytes.ToArray();
    }

    private string Row(int number, object?[] cells) =>
        $"<row r=\"{number}\">{string.Concat(cells.Select((cell, i) => Cell((char)('A' + i) + number.ToString(System.Globalization.CultureInfo.InvariantCulture), cell)))}</row>";

    private string Cell(string name, object? cell) => cell switch
    {
        null => "",
        string xml when xml.StartsWith("<c", StringComparison.Ordinal) => xml.Insert(2, $" r=\"{name}\""),
        string text when SharesTexts => $"<c r=\"{name}\" t=\"s\"><v>{Shared(text)}</v></c>",
        string text => $"<c r=\"{name}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(text)}</t></is></c>",
        IFormattable number => $"<c r=\"{name}\"><v>{number.ToString(null, System.Globalization.CultureInfo.InvariantCulture)}</v></c>",
        _ => throw new ArgumentException("a text or a number"),
    };

    private int Shared(string text)
    {
        _shared.TryAdd(text, _shared.Count);
        return _shared[text];
    }

    private void Write(ZipArchive zip, string name, string text)
    {
        var entry = zip.CreateEntry(name, Level);
        entry.LastWriteTime = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero); // equal contents are equal files
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + text));
    }
}
