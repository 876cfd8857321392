using System.Globalization;

namespace CreditHub.Testing.Truth;

/// <summary>Spellings that suppliers really use and that mean the same: the hub must find them all equal to the tidy form.</summary>
internal static class MessySpelling
{
    private static readonly string[] NullWords = ["", "/", "无", "NULL", "--", " "];

    public static string Absent(MadeUpRow row, string field) => row.Pick("null" + field, NullWords);

    public static string Of(FeedColumn column, string spelled, MadeUpRow row) => column.Type switch
    {
        "date" => Day(spelled, row.Int("date" + column.Field, 0, 7)),
        "decimal" => Amount(spelled, row.Int("amount" + column.Field, 0, 5)),
        _ when column.IsUscc => Code(spelled, row.Int("code" + column.Field, 0, 9)),
        "text" when column.Codes is null => row.OneIn(9, "space" + column.Field) ? "\u3000" + spelled + " " : spelled,
        _ => spelled,
    };

    private static string Day(string text, int form)
    {
        if (!DateOnly.TryParseExact(text, "yyyy'/'MM'/'dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return text;
        }

        return form switch
        {
            0 => day.ToString("yyyy'-'MM'-'dd", CultureInfo.InvariantCulture),
            1 => day.ToString("yyyy'.'M'.'d", CultureInfo.InvariantCulture),
            2 => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture),
            3 => day.ToString("yyyy'年'M'月'd'日'", CultureInfo.InvariantCulture),
            4 => day.ToString("yyyy'-'MM'-'dd' 09:30:00'", CultureInfo.InvariantCulture),
            5 => FullWidth(text),
            _ => text,
        };
    }

    private static string Amount(string text, int form)
    {
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int whole = point < 0 ? text.Length : point;
        return form switch
        {
            0 when whole > 3 => text[..(whole - 3)] + "," + text[(whole - 3)..],
            1 => FullWidth(text),
            2 when point < 0 => text + ".0",
            _ => text,
        };
    }

    private static string Code(string text, int form) => form switch
    {
        0 => text.ToLowerInvariant(),
        1 => text + " ",
        2 => FullWidth(text),
        3 => text[..8] + " " + text[8..],
        _ => text,
    };

    private static string FullWidth(string text) => string.Concat(text.Select(c => c is > ' ' and < '\u007f' ? (char)(c + 0xFEE0) : c));
}
