using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Transports;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>The setting <c>server</c>: who keeps the directories, where they are not on this machine.</summary>
internal static class ServerSettings
{
    public const string Schema = """
        {
          "type": "object",
          "required": ["kind", "host", "user"],
          "additionalProperties": false,
          "description": "File server on which directory and feedbackDirectory lie; absent: they are on this machine",
          "properties": {
            "kind": { "enum": ["Sftp", "Ftps", "Ftp"], "description": "Ftp sends the password in the clear" },
            "host": { "type": "string", "description": "Name or address, or env:NAME" },
            "port": { "type": "integer", "minimum": 1, "maximum": 65535, "description": "Default 22, 21, or 990 for implicit TLS" },
            "user": { "type": "string", "description": "Log-in name" },
            "hostKey": { "type": "string", "description": "Sftp: 'ssh-ed25519 AAAA…', or file:PATH of a known_hosts file" },
            "privateKey": { "type": "string", "description": "Sftp: file:PATH, mode 600" },
            "passphrase": { "type": "string", "description": "Of the private key: env:NAME or file:PATH" },
            "password": { "type": "string", "description": "env:NAME or file:PATH; not with privateKey" },
            "tls": { "enum": ["explicit", "implicit"], "default": "explicit", "description": "Ftps: AUTH TLS, or TLS from the first byte" },
            "certificateAuthority": { "type": "string", "description": "Ftps: PEM file of the issuer to trust instead of the machine's" },
            "nameEncoding": { "enum": ["UTF-8", "GB18030"], "default": "UTF-8", "description": "Of directory names on the server" },
            "timeoutSeconds": { "type": "integer", "minimum": 5, "maximum": 600, "default": 60, "description": "How long the server may be silent" }
          }
        }
        """;

    /// <summary>Null when the setting is absent.</summary>
    public static TransportSettings? Read(SettingsReader settings)
    {
        if (settings.Object("server") is not { } reader)
        {
            return null;
        }

        reader.RequiredText("kind");
        var transport = TransportSettings.Read(reader);
        if (transport.Directory.Length > 0)
        {
            reader.Add("directory", transport.Directory, "the directories of packets and feedback stand beside server", "move it out of server");
        }

        reader.Done();
        return transport;
    }
}
