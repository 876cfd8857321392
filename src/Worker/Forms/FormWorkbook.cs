using System.Globalization;
using CreditHub.Pipelines.Catalog;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace CreditHub.Worker.Forms;

/// <summary>
/// Writes an empty form as .xlsx: a sheet with title and header, one with advice about each column, one with the words of the drop-downs. Every cell is text, also
/// the empty ones: long numbers keep their digits and nothing is ever taken for a formula. Not for large tables.
/// </summary>
internal static class FormWorkbook
{
    private const uint Plain = 0, Title = 1, Header = 2, RequiredHeader = 3;
    private const int LastRow = 5_000;
    private const string Words = "选项";

    /// <summary>Writes the form to an empty stream that can be read and sought.</summary>
    public static void Write(Stream target, FormLayout layout)
    {
        using var document = SpreadsheetDocument.Create(target, SpreadsheetDocumentType.Workbook);
        var book = document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = FormStyles.Make();
        var sheets = new Sheets();
        Add(book, sheets, SheetName(layout.Dataset), DataSheet(layout));
        Add(book, sheets, "填报说明", AdviceSheet(layout));
        if (layout.Columns.Any(column => column.Words.Count > 0))
        {
            Add(book, sheets, Words, WordSheet(layout));
        }

        book.Workbook = new Workbook(sheets);
        book.Workbook.Save();
    }

    /// <summary>Sheet names are short and hold no <c>[]:*?/\</c>.</summary>
    private static string SheetName(DatasetDefinition dataset)
    {
        string name = string.Concat(dataset.Name.Where(c => !"[]:*?/\\'".Contains(c, StringComparison.Ordinal)));
        return name.Length is > 0 and <= 31 ? name : dataset.Code;
    }

    private static void Add(WorkbookPart book, Sheets sheets, string name, Worksheet sheet)
    {
        var part = book.AddNewPart<WorksheetPart>();
        part.Worksheet = sheet;
        sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = name });
    }

    private static Worksheet DataSheet(FormLayout layout)
    {
        int width = layout.Columns.Count;
        var rows = new SheetData(
            Row(1, [(layout.Dataset.Name, Title)]),
            Row(2, [.. layout.Columns.Select(column => (column.Header, column.Field.Required ? RequiredHeader : Header))]));
        var sheet = new Worksheet(
            new SheetViews(new SheetView(new Pane { VerticalSplit = 2, TopLeftCell = "A3", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }),
            Columns(layout.Columns.Select(column => (double)Math.Clamp(column.Header.Length * 2 + 4, 12, 40))),
            rows);
        if (width > 1)
        {
            sheet.Append(new MergeCells(new MergeCell { Reference = $"A1:{Letters(width)}1" }));
        }

        var validations = Validations(layout).ToList();
        sheet.Append(new DataValidations(validations) { Count = (uint)validations.Count });
        return sheet;
    }

    /// <summary>Advice where the header is selected, and the words below it.</summary>
    private static IEnumerable<DataValidation> Validations(FormLayout layout)
    {
        int list = 0;
        for (int i = 0; i < layout.Columns.Count; i++)
        {
            var column = layout.Columns[i];
            string letters = Letters(i + 1);
            yield return new DataValidation
            {
                SequenceOfReferences = new ListValue<StringValue> { InnerText = $"{letters}2" }, ShowInputMessage = true,
                PromptTitle = Short(column.Header, 32), Prompt = Short($"{FormText.Obligation(column.Field)}；{FormText.Form(column)}", 255),
            };
            if (column.Words.Count > 0)
            {
                string words = Letters(++list);
                yield return new DataValidation(new Formula1($"{Words}!${words}$2:${words}${(column.Words.Count + 1).ToString(CultureInfo.InvariantCulture)}"))
                {
                    Type = DataValidationValues.List, AllowBlank = true, ShowErrorMessage = !column.Several, ErrorTitle = "不在选项内",
                    Error = "请从下拉选项中选择。", SequenceOfReferences = new ListValue<StringValue> { InnerText = $"{letters}3:{letters}{LastRow.ToString(CultureInfo.InvariantCulture)}" },
                };
            }
        }
    }

    private static Worksheet AdviceSheet(FormLayout layout)
    {
        var rows = new SheetData();
        uint at = 1;
        foreach (string line in FormText.Advice(layout.Dataset))
        {
            rows.Append(Row(at, [(line, at == 1 ? Title : Plain)]));
            at++;
        }

        rows.Append(Row(++at, [("栏目", Header), ("是否必填", Header), ("填写要求", Header)]));
        foreach (var column in layout.Columns)
        {
            rows.Append(Row(++at, [(column.Header, Plain), (FormText.Obligation(column.Field), Plain), (FormText.Form(column), Plain)]));
        }

        return new Worksheet(Columns([36, 14, 60]), rows);
    }

    private static Worksheet WordSheet(FormLayout layout)
    {
        var lists = layout.Columns.Where(column => column.Words.Count > 0).ToList();
        var rows = new SheetData(Row(1, [.. lists.Select(column => (column.Header, Header))]));
        for (int i = 0; i < lists.Max(column => column.Words.Count); i++)
        {
            rows.Append(Row((uint)i + 2, [.. lists.Select(column => (i < column.Words.Count ? column.Words[i] : "", Plain))]));
        }

        return new Worksheet(Columns(lists.Select(_ => 24.0)), rows);
    }

    private static Columns Columns(IEnumerable<double> widths) => new(widths.Select((width, i) => new Column
    {
        Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true, Style = Plain,
    }));

    private static Row Row(uint number, IReadOnlyList<(string Text, uint Style)> cells) => new(cells.Select((cell, i) => new Cell
    {
        CellReference = Letters(i + 1) + number.ToString(CultureInfo.InvariantCulture),
        DataType = cell.Text.Length > 0 ? CellValues.InlineString : null,
        StyleIndex = cell.Style,
        InlineString = cell.Text.Length > 0 ? new InlineString(new Text(cell.Text) { Space = SpaceProcessingModeValues.Preserve }) : null,
    })) { RowIndex = number };

    private static string Short(string text, int longest) => text.Length <= longest ? text : text[..(longest - 1)] + "…";

    /// <summary>1 → A, 27 → AA.</summary>
    private static string Letters(int column) => (column > 26 ? Letters((column - 1) / 26) : "") + (char)('A' + ((column - 1) % 26));
}
