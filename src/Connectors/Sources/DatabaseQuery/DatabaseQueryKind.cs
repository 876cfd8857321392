using System.Text.Json;
using CreditHub.Connectors.Databases;
using CreditHub.Connectors.Databases.Reading;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Sources.DatabaseQuery;

/// <summary>The source kind <c>DatabaseQuery</c>: the answer of a query that stands in a file of <c>config/queries</c>.</summary>
internal sealed class DatabaseQueryKind(string dataDirectory, QueryFolder queries, DatabaseConnections connections, TimeProvider time) : IKind<ISource>
{
    private const string Start = """
        { "type": "object", "required": ["start"], "additionalProperties": false, "properties": { "type": { "enum": ["number", "decimal", "text", "timestamp", "timestamptz", "date", "uuid"], "default": "timestamp" }, "start": { "type": "string" } }
        """;

    public string Name => "DatabaseQuery";

    public bool FixedColumns => true;

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["connection", "query", "id", "time", "since", "sinceId"],
          "additionalProperties": false,
          "properties": {
            {{ReadSettings.Schema}},
            "query": { "type": "string", "description": "File in config/queries: one select with @since, @sinceId and @limit" },
            "since": {{Start}}, "description": "Type of time, and where the first run begins" },
            "sinceId": {{Start}}, "description": "Type of id, and a value before all others" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => QuerySettings.From(settings, queries).Findings;

    public ISource Create(string name, JsonElement settings)
    {
        var (read, findings) = QuerySettings.From(settings, queries);
        SettingsFault.ThrowIfAny(name, findings);
        return new DatabaseQuerySource(name, read, new RowReader(read.Read, connections, new ScratchSpace(dataDirectory), time), time);
    }
}
