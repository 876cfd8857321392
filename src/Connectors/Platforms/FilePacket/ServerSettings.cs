using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Transports;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>The setting <c>server</c>: who keeps the directories, where they are not on this machine.</summary>
internal static class ServerSettings
{
    public const string Schema = $$"""
        {
          "type": "object",
          "required": ["kind", "host", "user"],
          "additionalProperties": false,
          "description": "File server on which directory and feedbackDirectory lie; absent: they are on this machine",
          "properties": {
            {{TransportSettings.Keys}}
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
