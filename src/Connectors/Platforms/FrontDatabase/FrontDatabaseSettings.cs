using System.Text.Json;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Exchange;
using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>Which database, which tables and columns, and what the words in them mean.</summary>
internal sealed record FrontDatabaseSettings
{
    private const string All = "*";

    private static readonly Dictionary<string, RecordStatus> UsualWords = new(StringComparer.Ordinal)
    {
        ["0"] = RecordStatus.Pending, ["1"] = RecordStatus.Accepted, ["2"] = RecordStatus.Rejected,
    };

    public required SecretReference Connection { get; init; }

    public required DatabaseDriver Driver { get; init; }

    /// <summary>Dataset → table; <c>*</c>: every other dataset.</summary>
    public required IReadOnlyDictionary<string, FrontTable> Tables { get; init; }

    public required TechnicalColumns Technical { get; init; }

    /// <summary>The words for a first version, a later one and a withdrawal.</summary>
    public required (string Insert, string Update, string Delete) Operations { get; init; }

    public required StatusWords Statuses { get; init; }

    /// <summary>Deadline of one statement.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How soon rows that are not judged yet are looked at again.</summary>
    public required TimeSpan Ask { get; init; }

    public FrontTable? Table(string dataset) => Tables.GetValueOrDefault(dataset) ?? Tables.GetValueOrDefault(All);

    public static (FrontDatabaseSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement element)
    {
        var reader = new SettingsReader(element);
        var tables = ReadTables(reader);
        var technical = TechnicalColumns.Read(reader.Object("technical"));
        var operations = reader.Object("operations");
        var settings = new FrontDatabaseSettings
        {
            Connection = DatabaseConnections.Read(reader),
            Driver = DatabaseDriver.Read(reader),
            Tables = tables,
            Technical = technical,
            Operations = (operations?.Text("insert", "I") ?? "I", operations?.Text("update", "U") ?? "U", operations?.Text("delete", "D") ?? "D"),
            Statuses = StatusWords.Read(reader, "statuses", UsualWords),
            Timeout = TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 30, 1, 600)),
            Ask = TimeSpan.FromSeconds(reader.Integer("askSeconds", 60, 1, 3600)),
        };
        operations?.Done();
        if (technical.Operation is null)
        {
            reader.Add("technical.operation", null, "no column tells a withdrawal from a publication", "name the column that holds I, U or D");
        }

        FindClashes(reader, settings);
        reader.Done();
        return (settings, reader.Findings);
    }

    private static Dictionary<string, FrontTable> ReadTables(SettingsReader reader)
    {
        var tables = new Dictionary<string, FrontTable>(StringComparer.Ordinal);
        foreach (var (dataset, table) in reader.Objects("tables"))
        {
            tables[dataset] = FrontTable.Read(table);
        }

        if (tables.Count == 0)
        {
            reader.Add("tables", null, "no table is named", "write { \"DATASET\": { \"table\": \"schema.name\", \"columns\": { \"FIELD\": \"column\" } } }, or \"*\" for all datasets");
        }

        return tables;
    }

    /// <summary>A column of a field that is a technical column too would be written twice.</summary>
    private static void FindClashes(SettingsReader reader, FrontDatabaseSettings settings)
    {
        var technical = settings.Technical;
        string?[] taken =
        [
            technical.Packet, technical.Record, technical.Version, technical.Operation, technical.Reason, technical.Time, technical.Hash, technical.Sender,
            technical.Dataset, technical.Edition, technical.Content, technical.Status, technical.Code, technical.Field, technical.Message,
        ];
        foreach (var (dataset, table) in settings.Tables)
        {
            foreach (string column in table.Columns.Values.Where(column => taken.Contains(column, StringComparer.OrdinalIgnoreCase)))
            {
                reader.Add($"tables.{dataset}.columns", column, "this is a technical column", "give the field another column");
            }
        }

        if (settings.Tables.Values.Any(table => table.Columns.Count == 0) && technical.Content is null && settings.Tables.ContainsKey(All))
        {
            reader.Add("tables.*", null, "one table for all datasets cannot have the columns of every one", "name technical.content, which takes the record as JSON");
        }
    }
}
