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
            "stableSeconds": { "type": "integer", "minimum": 0, "maximum": 600, "default": 2, "description": "Seconds size and time must stand still; ignored when there is a done-file" },
            "doneFile": { "type": ["string", "null"], "default": null, "description": "A file is finished when this one exists: {name}.ok for x.csv.ok, {stem}.ok for x.ok" },
            "doneFileSuffix": { "type": ["string", "null"], "default": null, "description": "Short for doneFile {name} + suffix, such as .done" },
            "sameContent": { "enum": ["collect", "skip"], "default": "collect", "description": "A file whose bytes are in the books already under any name: read it all the same, or put it into duplicateDirectory" },
            "doneDirectory": { "type": "string", "default": "done", "description": "Inside directory: where merged files go" },
            "failedDirectory": { "type": "string", "default": "failed", "description": "Inside directory: where refused files go, each with a .reason.txt" },
            "duplicateDirectory": { "type": "string", "default": "duplicate", "description": "Inside directory: where files go that sameContent skips" },
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
        return new FileDropSource(new DropDirectory(name, read, time, logger), new FileArchive(read, time), remote, read.SkipsSameContent);
    }
}
