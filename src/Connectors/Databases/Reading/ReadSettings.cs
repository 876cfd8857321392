using CreditHub.Connectors.Http;
using CreditHub.Connectors.Settings;

namespace CreditHub.Connectors.Databases.Reading;

/// <summary>What every way of reading a foreign database has in common.</summary>
internal sealed record ReadSettings(SecretReference Connection, DatabaseDriver Driver, string Id, string? Time, TimeSpan Overlap, int MaxRows, TimeSpan Timeout)
{
    /// <summary>JSON schema of these settings: properties without the braces.</summary>
    public const string Schema = $$"""
            "connection": { "type": "string", "description": "Connection string by reference: env:NAME or file:PATH" },
            "driver": {{DatabaseDriver.Schema}},
            "id": { "type": "string", "description": "Column that is unique and not null: the order of rows with the same time stamp" },
            "time": { "type": "string", "description": "Column that tells when a row was last changed" },
            "overlapSeconds": { "type": "integer", "minimum": 0, "maximum": 604800, "default": 300, "description": "Rows this much older than the last one are read again: what was committed late is still seen" },
            "maxRowsPerPayload": { "type": "integer", "minimum": 1, "maximum": 5000000, "default": 100000, "description": "Rows of one payload; a snapshot must fit into one" },
            "timeoutSeconds": { "type": "integer", "minimum": 1, "maximum": 3600, "default": 60, "description": "Deadline of a statement" }
        """;

    public static ReadSettings Read(SettingsReader reader) => new(
        DatabaseConnections.Read(reader),
        DatabaseDriver.Read(reader),
        Column(reader, "id", required: true) ?? "id",
        Column(reader, "time", required: false),
        TimeSpan.FromSeconds(reader.Integer("overlapSeconds", 300, 0, 604_800)),
        reader.Integer("maxRowsPerPayload", 100_000, 1, 5_000_000),
        TimeSpan.FromSeconds(reader.Integer("timeoutSeconds", 60, 1, 3600)));

    /// <summary>Reads a setting that names a column.</summary>
    public static string? Column(SettingsReader reader, string key, bool required)
    {
        string? name = required ? reader.RequiredText(key) : reader.OptionalText(key);
        if (!string.IsNullOrEmpty(name) && !DatabaseDriver.IsName(name, 1))
        {
            reader.Add(key, name, "not the name of a column", "write letters, digits and _ only");
        }

        return string.IsNullOrEmpty(name) ? null : name;
    }
}
