using System.Text.Json;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Databases.Reading;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>Which table of a foreign database is collected, and how.</summary>
internal sealed record TableSettings(ReadSettings Read, string Table, IReadOnlyList<string> Columns, TableMode Mode, TableMark? Mark, string? Subject)
{
    public static (TableSettings Settings, IReadOnlyList<ConfigFinding> Findings) From(JsonElement element)
    {
        var reader = new SettingsReader(element);
        var read = ReadSettings.Read(reader);
        string table = reader.RequiredText("table");
        if (table.Length > 0 && !DatabaseDriver.IsName(table, 3))
        {
            reader.Add("table", table, "not the name of a table", "write schema.name with letters, digits and _ only");
        }

        var columns = reader.TextList("columns");
        foreach (string column in columns.Where(column => !DatabaseDriver.IsName(column, 1)))
        {
            reader.Add("columns", column, "not the name of a column", "write letters, digits and _ only");
        }

        var mode = reader.Choice("mode", "changes", "changes", "snapshot", "mark") switch
        {
            "snapshot" => TableMode.Snapshot,
            "mark" => TableMode.Mark,
            _ => TableMode.Changes,
        };
        var settings = new TableSettings(read, table, columns, mode, TableMark.Read(reader.Object("mark")), ReadSettings.Column(reader, "subjectColumn", required: false));
        settings.FindClashes(reader);
        reader.Done();
        return (settings, reader.Findings);
    }

    private void FindClashes(SettingsReader reader)
    {
        if (Mode == TableMode.Changes && Read.Time is null)
        {
            reader.Add("time", null, "changes cannot be told without a time stamp", "name the column, or choose the mode snapshot or mark");
        }

        if ((Mode == TableMode.Mark) != (Mark is not null))
        {
            reader.Add("mark", null, "mark and the mode mark belong together", "write \"mode\": \"mark\" with \"mark\": { \"column\": …, \"taken\": … }, or neither");
        }

        foreach (string key in (string[])[Read.Id, .. Read.Time is { } time ? [time] : (string[])[]])
        {
            if (Columns.Count > 0 && !Columns.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                reader.Add("columns", key, "id and time must be among the columns", $"add \"{key}\"");
            }
        }
    }
}
