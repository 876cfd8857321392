using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>How the supplier writes its text files. Null separator: detected; null quote: quotes are ordinary text.</summary>
internal sealed record CsvSettings(string Encoding, char? Separator, char? Quote, int SkipLines, IReadOnlyList<string> FooterPrefixes)
{
    public static (CsvSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element)
    {
        var reader = new SettingsReader(element);
        string encoding = reader.Choice("encoding", "auto", [.. TextEncoding.Names]);
        string separator = reader.Text("separator", "auto");
        char? mark = separator switch
        {
            "auto" => null,
            "tab" or "\\t" => '\t',
            [var one] when IsUsable(one) => one,
            _ => Unusable(reader, "separator", separator, "write one character, tab, or auto"),
        };
        string quote = reader.Text("quote", "\"");
        char? quoteMark = quote switch
        {
            "" => null,
            [var one] when IsUsable(one) && one != mark => one,
            _ => Unusable(reader, "quote", quote, "write one character other than the separator, or \"\" for none"),
        };
        var footers = reader.TextList("footerPrefixes");
        if (footers.Any(string.IsNullOrWhiteSpace))
        {
            reader.Add("footerPrefixes", "", "an empty prefix would end the data at once", "remove it");
        }

        var settings = new CsvSettings(encoding, mark, quoteMark, reader.Integer("skipLines", 0, 0, 1000), footers);
        reader.Done();
        return (settings, reader.Findings);
    }

    private static bool IsUsable(char mark) => mark is '\t' or (> ' ' and <= '~') && !char.IsAsciiLetterOrDigit(mark);

    private static char? Unusable(SettingsReader reader, string key, string value, string remedy)
    {
        reader.Add(key, value, "not usable", remedy);
        return null;
    }
}
