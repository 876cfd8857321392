using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>The platform kind <c>FilePacket</c>: numbered ZIP files with a manifest, and feedback files back.</summary>
internal sealed class FilePacketKind(string dataDirectory, TimeProvider time) : IKind<IPlatform>
{
    public string Name => "FilePacket";

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["directory"],
          "additionalProperties": false,
          "properties": {
            "directory": { "type": "string", "description": "Where packets are put. Relative: under the data directory, made when absent. Absolute: must exist. With server: there" },
            "server": {{ServerSettings.Schema}},
            "feedbackDirectory": { "type": "string", "description": "Where feedback files come; needed unless acknowledge is handover" },
            "format": { "enum": ["Xml", "Csv", "Json"], "default": "Xml", "description": "Form of the records and of the feedback" },
            "name": { "type": "string", "default": "{sender}_{dataset}_{date}_{number}", "description": "Packet name without .zip, with {number} and any of {sender} {dataset} {edition} {date}" },
            "feedbackEnding": { "type": "string", "description": "A feedback file is called packet name + this; default .feedback.xml, .feedback.csv or .feedback.json" },
            "acknowledge": { "enum": ["feedback", "handover"], "default": "feedback", "description": "What counts as accepted: the feedback's word, or, where nothing ever comes back, the file in place" },
            "statuses": {
              "type": "object",
              "additionalProperties": { "enum": ["ACCEPTED", "DUPLICATE", "STALE", "REJECTED", "PENDING"] },
              "description": "The other side's words for a record's status; default: the protocol's own"
            },
            "askSeconds": { "type": "integer", "minimum": 1, "maximum": 3600, "default": 300, "description": "How soon feedback is looked for again" }
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => FilePacketSettings.Read(settings, dataDirectory).Findings;

    public IPlatform Create(string name, JsonElement settings)
    {
        var (read, findings) = FilePacketSettings.Read(settings, dataDirectory);
        SettingsFault.ThrowIfAny(name, findings);
        string own = Path.Combine(Path.GetFullPath(dataDirectory), "platforms", name);
        return new FilePacketPlatform(read, Place(read, Path.Combine(own, "scratch")), new HandedOver(Path.Combine(own, "handed-over"), time));
    }

    private IPacketPlace Place(FilePacketSettings settings, string scratch)
    {
        if (settings.Server is not { } server)
        {
            return new DirectoryPlace(settings.Directory, settings.FeedbackDirectory, settings.Own);
        }

        return new ServerPlace(At(settings.Directory), settings.FeedbackDirectory is { } feedback ? At(feedback) : null, scratch, time);

        KeptSession At(string directory) => new(FileTransports.Create(server with { Directory = directory }), time);
    }
}
