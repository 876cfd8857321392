using DocumentFormat.OpenXml.Spreadsheet;

namespace CreditHub.Worker.Forms;

/// <summary>The styles of a form, in the order <see cref="FormWorkbook"/> counts them. All are text, and marked so that a value beginning with =, +, - or @ stays one when it is edited.</summary>
internal static class FormStyles
{
    private const uint TextFormat = 49;

    public static Stylesheet Make() => new(
        new Fonts(new Font(), new Font(new Bold(), new FontSize { Val = 14 }), new Font(new Bold()), new Font(new Bold(), new Color { Rgb = "FFC00000" })),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), Solid("FFDDEBF7")),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(Format(0, 0), Format(1, 0), Format(2, 2), Format(3, 2)));

    private static Fill Solid(string colour) => new(new PatternFill(new ForegroundColor { Rgb = colour }) { PatternType = PatternValues.Solid });

    private static CellFormat Format(uint font, uint fill) => new()
    {
        FontId = font, FillId = fill, BorderId = 0, FormatId = 0, NumberFormatId = TextFormat, ApplyNumberFormat = true, ApplyFont = true, ApplyFill = true, QuotePrefix = true,
    };
}
