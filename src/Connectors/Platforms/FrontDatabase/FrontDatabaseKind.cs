using System.Text.Json;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Settings;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.FrontDatabase;

/// <summary>The platform kind <c>FrontDatabase</c>: front-end tables (前置库) that the other side reads and judges.</summary>
internal sealed class FrontDatabaseKind(DatabaseConnections connections) : IKind<IPlatform>
{
    public string Name => "FrontDatabase";

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["connection", "tables", "technical"],
          "additionalProperties": false,
          "properties": {
            "connection": { "type": "string", "pattern": "^(env|file):.+", "description": "Reference to the connection string: env:NAME or file:PATH (file mode 0600)" },
            "driver": {{DatabaseDriver.Schema}},
            "tables": {
              "type": "object",
              "description": "Dataset code, or * for every other dataset, to its table",
              "additionalProperties": {
                "type": "object",
                "required": ["table"],
                "additionalProperties": false,
                "properties": {
                  "table": { "type": "string", "description": "table, schema.table or database.schema.table" },
                  "columns": { "type": "object", "additionalProperties": { "type": "string" }, "description": "Field code to column; fields not named are not written. Absent: each field to the column of its own code" },
                  "dates": { "type": "array", "items": { "type": "string" }, "description": "Fields whose columns are dates; all others are written as text" },
                  "numbers": { "type": "array", "items": { "type": "string" }, "description": "Fields whose columns are numbers" }
                }
              }
            },
            "technical": {
              "type": "object",
              "required": ["operation"],
              "additionalProperties": false,
              "description": "Columns that speak about the row; a unique index over packet, record and version is the other side's part",
              "properties": {
                "packet": { "type": "string", "default": "packet_id" }, "record": { "type": "string", "default": "record_id" }, "version": { "type": "string", "default": "record_version" },
                "operation": { "type": "string" }, "reason": { "type": "string" }, "time": { "type": "string" }, "hash": { "type": "string" },
                "sender": { "type": "string" }, "dataset": { "type": "string" }, "edition": { "type": "string" }, "content": { "type": "string" },
                "status": { "type": "string" }, "code": { "type": "string" }, "field": { "type": "string" }, "message": { "type": "string" }
              }
            },
            "operations": {
              "type": "object",
              "additionalProperties": false,
              "description": "Words of the operation column",
              "properties": { "insert": { "type": "string", "default": "I" }, "update": { "type": "string", "default": "U" }, "delete": { "type": "string", "default": "D" } }
            },
            "statuses": {
              "type": "object",
              "additionalProperties": { "enum": ["ACCEPTED", "DUPLICATE", "STALE", "REJECTED", "PENDING"] },
              "default": { "0": "PENDING", "1": "ACCEPTED", "2": "REJECTED" },
              "description": "The other side's words in the status column; an empty one is PENDING"
            },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 600, "default": 30, "description": "Deadline of one statement" },
            "askSeconds": { "type": "integer", "minimum": 1, "maximum": 3600, "default": 60, "description": "How soon rows not judged yet are looked at again" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => FrontDatabaseSettings.Read(settings).Findings;

    public IPlatform Create(string name, JsonElement settings)
    {
        var (read, findings) = FrontDatabaseSettings.Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return new FrontDatabasePlatform(read, connections);
    }
}
