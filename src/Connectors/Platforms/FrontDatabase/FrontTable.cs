using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>The table of one dataset. <paramref name="Columns"/>: field code → column; empty: each field goes to the column of its own code.</summary>
internal sealed record FrontTable(string Name, IReadOnlyDictionary<string, string> Columns, IReadOnlySet<string> Dates, IReadOnlySet<string> Numbers)
{
    /// <summary>The column of a field, or null when the table has none for it.</summary>
    public string? Column(string field) => Columns.Count == 0 ? field : Columns.GetValueOrDefault(field);

    /// <summary>The field that goes to a column, or the text as it is.</summary>
    public string? Field(string? column) => Columns.FirstOrDefault(c => string.Equals(c.Value, column, StringComparison.OrdinalIgnoreCase)).Key ?? column;

    public static FrontTable Read(SettingsReader reader)
    {
        string name = reader.RequiredText("table");
        Check(reader, "table", name, parts: 3);
        var columns = reader.TextMap("columns");
        foreach (var (field, column) in columns)
        {
            Check(reader, "columns", column, parts: 1);
            if (field.Length == 0)
            {
                reader.Add("columns", "", "a column without a field", "write \"FIELD\": \"column\"");
            }
        }

        if (columns.Values.GroupBy(column => column, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            reader.Add("columns", twice.Key, "two fields go to the same column", "give each field its own column");
        }

        var table = new FrontTable(name, columns, reader.TextList("dates").ToHashSet(StringComparer.Ordinal), reader.TextList("numbers").ToHashSet(StringComparer.Ordinal));
        foreach (var (key, fields) in (ReadOnlySpan<(string, IReadOnlySet<string>)>)[("dates", table.Dates), ("numbers", table.Numbers)])
        {
            foreach (string field in fields.Where(field => table.Column(field) is null))
            {
                reader.Add(key, field, "this field has no column here", "name it under columns, or remove it");
            }
        }

        reader.Done();
        return table;
    }

    /// <summary>A finding when the name cannot stand in SQL.</summary>
    public static void Check(SettingsReader reader, string key, string name, int parts)
    {
        if (name.Length > 0 && !DatabaseDriver.IsName(name, parts))
        {
            reader.Add(key, name, "not a name of letters, digits and _", parts == 1 ? "write the column's name" : "write table, schema.table or database.schema.table");
        }
    }
}
