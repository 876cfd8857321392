using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Transports;

namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>The server whose files come into the watched directory.</summary>
internal sealed record RemoteSettings(TransportSettings Transport, Afterwards Afterwards, string DoneDirectory, long MaxFileBytes)
{
    /// <summary>JSON schema of the setting <c>remote</c>.</summary>
    public const string Schema = $$"""
        {
          "type": "object",
          "required": ["kind", "host", "user"],
          "additionalProperties": false,
          "description": "Server whose files are brought into directory first; absent: somebody else puts them there",
          "properties": {
            "directory": { "type": "string", "default": "", "description": "On the server; relative to where the log-in lands" },
            {{TransportSettings.Keys}},
            "afterwards": { "enum": ["keep", "move", "delete"], "default": "keep", "description": "What becomes of a file there once it is in the books or refused" },
            "doneDirectory": { "type": "string", "default": "done", "description": "Inside the server's directory, for move; made when absent" },
            "maxFileMegabytes": { "type": "integer", "minimum": 1, "maximum": 65536, "default": 1024, "description": "Larger files are left on the server" }
          }
        }
        """;

    public static RemoteSettings? Read(SettingsReader? reader)
    {
        if (reader is null)
        {
            return null;
        }

        reader.RequiredText("kind");
        var transport = TransportSettings.Read(reader);
        var afterwards = reader.Choice("afterwards", "keep", "keep", "move", "delete") switch
        {
            "move" => Afterwards.Move,
            "delete" => Afterwards.Delete,
            _ => Afterwards.Keep,
        };
        string done = reader.Text("doneDirectory", "done");
        if (!RemoteName.IsPlain(done))
        {
            reader.Add("doneDirectory", done, "must name a directory inside the server's directory", "write something like \"done\"");
        }

        var settings = new RemoteSettings(transport, afterwards, done, (long)reader.Integer("maxFileMegabytes", 1024, 1, 65536) << 20);
        reader.Done();
        return settings;
    }
}
