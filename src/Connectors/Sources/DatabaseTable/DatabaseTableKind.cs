using System.Text.Json;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Databases.Reading;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.DatabaseTable;

/// <summary>The source kind <c>DatabaseTable</c>: a table or view of a supplier's database (前置库).</summary>
internal sealed class DatabaseTableKind(string dataDirectory, DatabaseConnections connections, TimeProvider time, ILogger<DatabaseTableKind> logger) : IKind<ISource>
{
    public string Name => "DatabaseTable";

    public bool FixedColumns => true;

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["connection", "table", "id"],
          "additionalProperties": false,
          "properties": {
            {{ReadSettings.Schema}},
            "table": { "type": "string", "description": "Table or view, with its schema: name, schema.name or database.schema.name" },
            "columns": { "type": "array", "items": { "type": "string" }, "description": "Columns to read, the operation column too; absent: all" },
            "mode": { "enum": ["changes", "snapshot", "mark"], "default": "changes", "description": "Rows changed since the last time; all rows with proof; rows not marked yet" },
            "mark": {
              "type": "object",
              "required": ["column", "taken"],
              "additionalProperties": false,
              "description": "Mode mark: the column we mark, the only thing we ever write",
              "properties": {
                "column": { "type": "string", "description": "The supplier's flag" },
                "pending": { "type": "string", "description": "Its value before; absent: NULL" },
                "taken": { "type": "string", "description": "Its value afterwards" },
                "type": { "enum": ["text", "number"], "default": "text", "description": "Of the column" }
              }
            },
            "subjectColumn": { "type": "string", "description": "Column of the subject code, for runs of one subject" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => TableSettings.From(settings).Findings;

    public ISource Create(string name, JsonElement settings)
    {
        var (read, findings) = TableSettings.From(settings);
        SettingsFault.ThrowIfAny(name, findings);
        var sql = new TableSql(read);
        var parts = new TableParts(sql, new RowMarker(read, sql, connections), new MarkNotes(Path.Combine(dataDirectory, "marks", name)), time, logger);
        return new DatabaseTableSource(name, read, new RowReader(read.Read, connections, new ScratchSpace(dataDirectory), time), parts);
    }
}
