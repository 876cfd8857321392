using System.Globalization;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>Where the table stands in the supplier's workbook.</summary>
/// <param name="SheetName">Name of the sheet, or null: by number.</param>
/// <param name="SheetNumber">Counted from 1 over the visible sheets.</param>
/// <param name="SkipRows">Rows before the header that are passed over unseen.</param>
/// <param name="HeaderColumn">A column name by which the last header row is found, or null: the first row with more than one text.</param>
/// <param name="HeaderRows">1, or 2: a row of groups over a row of names.</param>
/// <param name="NotePrefixes">A row whose first text begins with one of these is no record.</param>
/// <param name="FooterPrefixes">A row whose first text begins with one of these ends the data.</param>
internal sealed record ExcelSettings(
    string? SheetName, int SheetNumber, int SkipRows, string? HeaderColumn, int HeaderRows, IReadOnlyList<string> NotePrefixes, IReadOnlyList<string> FooterPrefixes)
{
    public static ExcelSettings Read(SettingsReader reader)
    {
        string sheet = reader.Text("sheet", "1").Trim();
        bool numbered = int.TryParse(sheet, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (sheet.Length is 0 or > 31 || (numbered && number is < 1 or > 1000))
        {
            reader.Add("sheet", sheet, "names no sheet", "write the sheet's name (at most 31 characters) or its number from \"1\", in quotes");
        }

        string? column = reader.OptionalText("headerColumn")?.Trim();
        if (column is "")
        {
            reader.Add("headerColumn", "", "empty", "write the name of a column of the header, or remove it");
        }

        var settings = new ExcelSettings(
            numbered ? null : sheet, numbered ? number : 0, reader.Integer("skipRows", 0, 0, 1000), column, reader.Integer("headerRows", 1, 1, 2),
            Prefixes(reader, "notePrefixes", "would pass over every row"), Prefixes(reader, "footerPrefixes", "would end the data at once"));
        return settings;
    }

    private static IReadOnlyList<string> Prefixes(SettingsReader reader, string key, string effect)
    {
        var prefixes = reader.TextList(key);
        if (prefixes.Any(string.IsNullOrWhiteSpace))
        {
            reader.Add(key, "", "an empty prefix " + effect, "remove it");
        }

        return prefixes;
    }
}
