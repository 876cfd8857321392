using System.Globalization;
using ExcelDataReader;

namespace CreditHub.Connectors.Decoders.Excel;

/// <summary>
/// A cell's value as a person would type it: numbers in plain digits, days as <c>yyyy-MM-dd</c>, failed formulas as <c>#REF!</c>, numbers under a format of zeros
/// (<c>000000</c>) with their leading zeros. A formula is its last computed value. Independent of culture.
/// </summary>
internal sealed class CellText(IExcelDataReader reader, FailedCells failed, bool countsFrom1904)
{
    /// <summary>A spreadsheet keeps 15 digits of a number; from here on the last ones are zeros that nobody typed.</summary>
    private const double Unreliable = 1e15;

    private const int DaysTo1904 = 1462;
    private const double LastDay = 2_958_466;

    /// <summary>The text of a cell of the current row; empty when there is nothing. <paramref name="digitsLost"/>: it is a number longer than a spreadsheet can keep.</summary>
    public string Read(int row, int column, out bool digitsLost)
    {
        digitsLost = false;
        switch (reader.GetValue(column))
        {
            case string text:
                return text;
            case double number:
                return Of(number, column, out digitsLost);
            case int number:
                return Of(number, column, out digitsLost);
            case DateTime time:
                return Of(time);
            case TimeSpan span:
                return string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalHours:00}:{Math.Abs(span.Minutes):00}:{Math.Abs(span.Seconds):00}");
            case bool truth:
                return truth ? "TRUE" : "FALSE";
            case null or DBNull:
                return failed.At(row, column) ?? "";
            case var other:
                return Convert.ToString(other, CultureInfo.InvariantCulture) ?? "";
        }
    }

    private string Of(double number, int column, out bool digitsLost)
    {
        digitsLost = false;
        int format = reader.GetNumberFormatIndex(column);
        if (format is (>= 27 and <= 36) or (>= 50 and <= 58) && number is >= 0 and < LastDay - DaysTo1904)
        {
            // the built-in dates of Chinese workbooks, which the library takes for plain numbers
            return Of(DateTime.FromOADate(number + (countsFrom1904 ? DaysTo1904 : number is >= 1 and < 60 ? 1 : 0)));
        }

        if (Math.Abs(number) >= Unreliable)
        {
            digitsLost = true;
            return number.ToString("R", CultureInfo.InvariantCulture);
        }

        // through decimal: 15 digits and no exponent, so that 0.1+0.2 is 0.3 as the screen shows it
        string digits = ((decimal)number).ToString(CultureInfo.InvariantCulture);
        return format > 0 && number >= 0 && reader.GetNumberFormatString(column) is { Length: > 1 and <= 30 } zeros && zeros.AsSpan().IndexOfAnyExcept('0') < 0 && !digits.Contains('.', StringComparison.Ordinal)
            ? digits.PadLeft(zeros.Length, '0')
            : digits;
    }

    private static string Of(DateTime time)
    {
        if (time < DateTime.MaxValue.AddSeconds(-1))
        {
            // a day is a floating-point number of days: 08:30 comes as 08:29:59.9999
            time = new DateTime((time.Ticks + (TimeSpan.TicksPerSecond / 2)) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
        }

        string form = time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : time.Year < 1900 ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        return time.ToString(form, CultureInfo.InvariantCulture);
    }
}
