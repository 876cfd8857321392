using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Decoders.FixedWidth;

/// <summary>How the supplier writes its lines of fixed width.</summary>
/// <param name="Encoding">One of <see cref="TextEncoding.Names"/>.</param>
/// <param name="Columns">In order of their start.</param>
/// <param name="InBytes">Start and length count bytes of the payload's own encoding, else characters.</param>
/// <param name="SkipLines">Lines before the data.</param>
/// <param name="FooterLines">Lines at the end that are no records.</param>
/// <param name="FooterPrefixes">A line that begins with one of these ends the data.</param>
internal sealed record FixedWidthSettings(
    string Encoding, IReadOnlyList<FixedColumn> Columns, bool InBytes, int SkipLines, int FooterLines, IReadOnlyList<string> FooterPrefixes)
{
    public static FixedWidthSettings Read(SettingsReader reader)
    {
        string encoding = reader.Choice("encoding", "auto", [.. TextEncoding.Names]);
        bool inBytes = reader.Choice("unit", "bytes", "bytes", "characters") == "bytes";
        if (inBytes && encoding.StartsWith("utf-16", StringComparison.Ordinal))
        {
            reader.Add("unit", "bytes", "UTF-16 is counted in characters", "write \"unit\": \"characters\"");
        }

        var footers = reader.TextList("footerPrefixes");
        if (footers.Any(string.IsNullOrWhiteSpace))
        {
            reader.Add("footerPrefixes", "", "an empty prefix would end the data at once", "remove it");
        }

        var settings = new FixedWidthSettings(
            encoding, ReadColumns(reader), inBytes, reader.Integer("skipLines", 0, 0, 1000), reader.Integer("footerLines", 0, 0, 100), footers);
        return settings;
    }

    private static List<FixedColumn> ReadColumns(SettingsReader reader)
    {
        var columns = new List<FixedColumn>();
        foreach (var column in reader.ObjectList("columns"))
        {
            columns.Add(new FixedColumn(column.RequiredText("name").Trim(), column.Integer("start", 0, 1, 1_000_000), column.Integer("length", 0, 1, 1_000_000)));
            column.Done();
        }

        if (columns.Count is 0 or > RecordLimits.Columns)
        {
            reader.Add("columns", null, columns.Count == 0 ? "no columns" : $"more than {RecordLimits.Columns} columns", "list each column with name, start (from 1) and length");
        }

        if (columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { Key.Length: > 0 } twice)
        {
            reader.Add("columns", twice.Key, "two columns have this name", "give each its own");
        }

        columns.Sort((a, b) => a.Start.CompareTo(b.Start));
        for (int i = 1; i < columns.Count; i++)
        {
            if (columns[i].Start > 0 && columns[i].Start - 1 < columns[i - 1].End)
            {
                reader.Add("columns", columns[i].Name, $"begins inside {columns[i - 1].Name}", "correct start or length");
            }
        }

        return columns;
    }
}
