using System.Globalization;
using System.Text.Json;
using CreditHub.Testing.Truth;

namespace CreditHub.Testing.Suppliers;

/// <summary>A feed as a workbook: a title over all columns, the header, rows with numbers and days as a spreadsheet keeps them, a footer.</summary>
internal static class FeedWorkbook
{
    private const int DayStyle = 1;

    public static byte[] Write(FeedLayout layout, JsonElement decoder, FeedTruth truth)
    {
        bool old = layout.FilePattern.EndsWith(".xls", StringComparison.Ordinal);
        string sheet = decoder.TryGetProperty("sheet", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "Sheet1";
        var header = layout.Columns.Select(c => (object?)c.Header).ToArray();
        List<object?[]> rows = [["示例市信用信息报送表", .. new object?[header.Length - 1]], header];
        rows.AddRange(truth.Rows.Select(row => layout.Columns.Select(c => Cell(c, row.Cells.GetValueOrDefault(c.Field, ""), old)).ToArray()));
        if (decoder.TryGetProperty("footerPrefixes", out var footers))
        {
            rows.Add([$"{footers[0].GetString()}：共{truth.Read}条", .. new object?[header.Length - 1]]);
        }

        return old
            ? OldWorkbookFile.Write(sheet, rows, shared: true)
            : new WorkbookFile { SharesTexts = true }.Sheet(sheet, rows, [$"A1:{(char)('A' + header.Length - 1)}1"]).ToBytes();
    }

    /// <summary>Plain amounts are numbers and tidy days are days; everything else is a text, as typed.</summary>
    private static object? Cell(FeedColumn column, string text, bool old)
    {
        if (column.Type == "date" && DateTime.TryParseExact(text, "yyyy/MM/dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return old ? day : WorkbookFile.Styled(day.ToOADate().ToString(CultureInfo.InvariantCulture), DayStyle);
        }

        return column.Type == "decimal" && text.All(c => char.IsAsciiDigit(c) || c == '.') && double.TryParse(text, CultureInfo.InvariantCulture, out double number)
            ? number
            : text.Length == 0 ? null : text;
    }
}
