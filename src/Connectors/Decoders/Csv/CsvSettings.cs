using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>How the supplier writes its text files.</summary>
/// <param name="Encoding">One of <see cref="TextEncoding.Names"/>.</param>
/// <param name="Separator">Null: detected. <see cref="SeparatorStream.Mark"/>: stands for <paramref name="LongSeparator"/>.</param>
/// <param name="LongSeparator">A separator of several characters, or null.</param>
/// <param name="Quote">Null: quotes are ordinary text.</param>
/// <param name="SkipLines">Lines before the header, or before the data.</param>
/// <param name="Columns">Names of the columns of a file without a header line; empty: the header names them.</param>
/// <param name="FooterLines">Lines at the end that are no records.</param>
/// <param name="FooterPrefixes">A record that begins with one of these ends the data.</param>
internal sealed record CsvSettings(
    string Encoding, char? Separator, string? LongSeparator, char? Quote, int SkipLines, IReadOnlyList<string> Columns, int FooterLines, IReadOnlyList<string> FooterPrefixes)
{
    private const int LongestSeparator = 8;

    public static CsvSettings Read(SettingsReader reader)
    {
        string encoding = reader.Choice("encoding", "auto", [.. TextEncoding.Names]);
        string separator = reader.Text("separator", "auto");
        char? mark = separator switch
        {
            "auto" => null,
            "tab" or "\\t" => '\t',
            [var one] when IsUsable(one) => one,
            { Length: >= 1 and <= LongestSeparator } when IsUsableLong(separator) => SeparatorStream.Mark,
            _ => Unusable(reader, "separator", separator, "write one character, several without letters, digits, spaces and quotes, tab, or auto"),
        };
        string quote = reader.Text("quote", "\"");
        char? quoteMark = quote switch
        {
            "" => null,
            [var one] when IsUsable(one) && one != mark && !(mark == SeparatorStream.Mark && separator.Contains(one, StringComparison.Ordinal)) => one,
            _ => Unusable(reader, "quote", quote, "write one character other than the separator, or \"\" for none"),
        };
        var footers = reader.TextList("footerPrefixes");
        if (footers.Any(string.IsNullOrWhiteSpace))
        {
            reader.Add("footerPrefixes", "", "an empty prefix would end the data at once", "remove it");
        }

        var settings = new CsvSettings(
            encoding, mark, mark == SeparatorStream.Mark ? separator : null, quoteMark, reader.Integer("skipLines", 0, 0, 1000), ReadColumns(reader),
            reader.Integer("footerLines", 0, 0, 100), footers);
        return settings;
    }

    private static List<string> ReadColumns(SettingsReader reader)
    {
        List<string> columns = [.. reader.TextList("columns").Select(name => name.Trim())];
        if (columns.Count > RecordLimits.Columns || columns.Contains(""))
        {
            reader.Add("columns", null, $"a column without a name, or more than {RecordLimits.Columns} columns", "name each column of the file in order");
        }
        else if (columns.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            reader.Add("columns", twice.Key, "two columns have this name", "give each its own");
        }

        return columns;
    }

    /// <summary>Printable characters that are no part of words and not the usual quote.</summary>
    private static bool IsUsableLong(string separator) =>
        separator.All(mark => !char.IsLetterOrDigit(mark) && !char.IsWhiteSpace(mark) && !char.IsControl(mark) && !char.IsSurrogate(mark) && mark is not ('"' or '\'' or '\uFFFF'));

    private static bool IsUsable(char mark) => mark is '\t' or (> ' ' and <= '~') && !char.IsAsciiLetterOrDigit(mark);

    private static char? Unusable(SettingsReader reader, string key, string value, string remedy)
    {
        reader.Add(key, value, "not usable", remedy);
        return null;
    }
}
