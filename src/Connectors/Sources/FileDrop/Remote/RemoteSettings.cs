using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Transports;

namespace CreditHub.Connectors.Sources.FileDrop.Remote;

/// <summary>The server whose files come into the watched directory.</summary>
internal sealed record RemoteSettings(TransportSettings Transport, Afterwards Afterwards, string DoneDirectory, long MaxFileBytes)
{
    /// <summary>JSON schema of the setting <c>remote</c>.</summary>
    public const string Schema = """
        {
          "type": "object",
          "required": ["kind", "host", "user"],
          "additionalProperties": false,
          "description": "Server whose files are brought into directory first; absent: somebody else puts them there",
          "properties": {
            "kind": { "enum": ["Sftp", "Ftp", "Ftps"], "description": "Ftp sends the password in the clear" },
            "host": { "type": "string", "description": "Name or address, or env:NAME" },
            "port": { "type": "integer", "minimum": 1, "maximum": 65535, "description": "Default 22, 21, or 990 for implicit TLS" },
            "user": { "type": "string", "description": "Log-in name" },
            "directory": { "type": "string", "default": "", "description": "On the server; relative to where the log-in lands" },
            "hostKey": { "type": "string", "description": "Sftp: 'ssh-ed25519 AAAA…', or file:PATH of a known_hosts file" },
            "privateKey": { "type": "string", "description": "Sftp: file:PATH, mode 600" },
            "passphrase": { "type": "string", "description": "Of the private key: env:NAME or file:PATH" },
            "password": { "type": "string", "description": "env:NAME or file:PATH; not with privateKey" },
            "tls": { "enum": ["explicit", "implicit"], "default": "explicit", "description": "Ftps: AUTH TLS, or TLS from the first byte" },
            "certificateAuthority": { "type": "string", "description": "Ftps: PEM file of the issuer to trust instead of the machine's" },
            "nameEncoding": { "enum": ["UTF-8", "GB18030"], "default": "UTF-8", "description": "Of file names on the server" },
            "timeoutSeconds": { "type": "integer", "minimum": 5, "maximum": 600, "default": 60, "description": "How long the server may be silent" },
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
