namespace CreditHub.Worker.Settings;

/// <summary>JSON schema of <c>appsettings.json</c>; a test compares it with what the reader knows.</summary>
internal static class SettingsSchema
{
    public const string Text = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "Settings of the worker",
          "type": "object",
          "additionalProperties": false,
          "required": ["Hub"],
          "properties": {
            "$schema": { "type": "string" },
            "Hub": { "type": "object", "additionalProperties": false, "required": ["Sender"], "properties": {
              "Sender": { "type": "string", "pattern": "^[0-9A-Z]{6,18}$", "description": "code of this hub at the platforms; part of every record id: never changed once in use" },
              "City": { "type": "string" } } },
            "Database": { "type": "object", "additionalProperties": false, "properties": {
              "Connection": { "type": "string", "description": "local: a private PostgreSQL; else a connection string, env:NAME or file:PATH" },
              "AcceptDataLoss": { "type": "boolean", "description": "accept a server with fsync, full_page_writes or synchronous_commit off" } } },
            "Data": { "type": "object", "additionalProperties": false, "properties": {
              "Directory": { "type": "string" },
              "RetainPayloadDays": { "type": "integer", "minimum": 90, "maximum": 36500, "description": "days that payloads are kept as received; default 1095" },
              "RetainRefusedDays": { "type": "integer", "minimum": 1, "maximum": 36500, "description": "days that the text of a refused row is kept once its case is closed; default 90" } } },
            "Admin": { "type": "object", "additionalProperties": false, "properties": {
              "Address": { "const": "127.0.0.1" },
              "Port": { "type": "integer", "minimum": 0, "maximum": 65535, "description": "0: any free port" } } },
            "Logging": { "type": "object", "additionalProperties": false, "properties": {
              "Level": { "enum": ["Verbose", "Debug", "Information", "Warning", "Error", "Fatal"] },
              "RetainDays": { "type": "integer", "minimum": 183, "maximum": 3650 },
              "FileMegabytes": { "type": "integer", "minimum": 1, "maximum": 1000 } } },
            "Schedule": { "type": "object", "additionalProperties": false, "properties": {
              "ParallelRuns": { "type": "integer", "minimum": 1, "maximum": 16 } } },
            "Coverage": { "type": "object", "additionalProperties": false, "properties": {
              "LegalPersons": { "type": "integer", "minimum": 0, "maximum": 100000000, "description": "legal persons of the city, for the coverage of their files; 0: not known" },
              "Residents": { "type": "integer", "minimum": 0, "maximum": 100000000, "description": "residents of the city, for the coverage of their files; 0: not known" } } }
          }
        }

        """;
}
