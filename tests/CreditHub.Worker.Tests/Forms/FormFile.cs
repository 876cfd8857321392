using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;

namespace CreditHub.Worker.Tests.Forms;

/// <summary>A form as a department opens it.</summary>
internal static class FormFile
{
    public static IReadOnlyList<string> Header(string file) => Read(file, 0, sheet => Rows(sheet)[1]);

    public static IReadOnlyList<IReadOnlyList<string>> Sheet(string file, int place) => Read(file, place, Rows);

    /// <summary>Cells of the drop-down lists of the first sheet, as they are written.</summary>
    public static IReadOnlyList<string> Lists(string file) => Read(file, 0, sheet => (IReadOnlyList<string>)
        [.. sheet.Descendants<DataValidation>().Where(v => v.Type?.Value == DataValidationValues.List).Select(v => $"{v.SequenceOfReferences!.InnerText} {v.Formula1!.Text}")]);

    /// <summary>What a spreadsheet program would complain about.</summary>
    public static IReadOnlyList<string> Faults(string file)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        return [.. new OpenXmlValidator().Validate(document).Select(error => $"{error.Path?.XPath}: {error.Description}")];
    }

    /// <summary>Fills rows in below the header and saves under another name.</summary>
    public static void Fill(string form, string file, params string[][] rows)
    {
        File.Copy(form, file);
        using var document = SpreadsheetDocument.Open(file, isEditable: true);
        var data = First(document).GetFirstChild<SheetData>()!;
        for (int i = 0; i < rows.Length; i++)
        {
            uint number = (uint)i + 3;
            data.Append(new Row(rows[i].Select((text, column) => new Cell
            {
                CellReference = (char)('A' + column) + number.ToString(CultureInfo.InvariantCulture), DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)),
            })) { RowIndex = number });
        }
    }

    private static T Read<T>(string file, int place, Func<Worksheet, T> read)
    {
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var sheet = document.WorkbookPart!.Workbook.Descendants<Sheet>().ElementAt(place);
        return read(((WorksheetPart)document.WorkbookPart.GetPartById(sheet.Id!)).Worksheet);
    }

    private static Worksheet First(SpreadsheetDocument document) =>
        ((WorksheetPart)document.WorkbookPart!.GetPartById(document.WorkbookPart.Workbook.Descendants<Sheet>().First().Id!)).Worksheet;

    private static IReadOnlyList<IReadOnlyList<string>> Rows(Worksheet sheet) =>
        [.. sheet.Descendants<Row>().Select(row => (IReadOnlyList<string>)[.. row.Descendants<Cell>().Select(cell => cell.InnerText)])];
}
