using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Sources.FileDrop.Remote;
using CreditHub.Connectors.Transports;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using Microsoft.Extensions.Logging;

namespace CreditHub.Connectors.Sources.FileDrop;

/// <summary>The source kind <c>FileDrop</c>: files that a supplier, a person or a transfer program puts into a directory.</summary>
internal sealed class FileDropKind(string dataDirectory, TimeProvider time, ILogger<FileDropKind> logger) : IKind<ISource>
{
    public string Name => "FileDrop";

    public string SettingsSchema => $$"""
        {
          "type": "object",
          "required": ["directory"],
          "additionalProperties": false,
          "properties": {
            "directory": { "type": "string", "description": "Relative: under the data directory, made when absent. Absolute: must exist" },
            "pattern": { "type": "string", "default": "*", "description": "File names to take, with * and ?; upper and lower case are the same" },
            "order": { "enum": ["name", "time"], "default": "name", "description": "Order in which files are merged" },
            "stableSeconds": { "type": "integer", "minimum": 0, "maximum": 600, "default": 2, "description": "Seconds size and time must stand still; ignored when doneFileSuffix is set" },
            "doneFileSuffix": { "type": ["string", "null"], "default": null, "description": "A file is finished when name + suffix exists, such as .done" },
            "doneDirectory": { "type": "string", "default": "done", "description": "Inside directory: where merged files go" },
            "failedDirectory": { "type": "string", "default": "failed", "description": "Inside directory: where refused files go, each with a .reason.txt" },
            "maxFiles": { "type": "integer", "minimum": 1, "maximum": 100000, "default": 1000, "description": "Files of one run" },
            "remote": {{RemoteSettings.Schema}}
          }
        }
        """;

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => FileDropSettings.Read(settings, dataDirectory).Findings;

    public ISource Create(string name, JsonElement settings)
    {
        var (read, findings) = FileDropSettings.Read(settings, dataDirectory);
        SettingsFault.ThrowIfAny(name, findings);
        var remote = read.Remote is { } server ? new RemoteInbox(name, read, server, FileTransports.Create(server.Transport), time, logger) : null;
        return new FileDropSource(new DropDirectory(name, read, time, logger), new FileArchive(read, time), remote);
    }
}
