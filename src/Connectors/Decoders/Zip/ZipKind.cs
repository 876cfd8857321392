using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Zip;

/// <summary>The decoder kind <c>Zip</c>: an archive with one or several payloads of another format.</summary>
internal sealed class ZipKind(InnerFormat inner, ScratchSpace scratch) : IKind<IPayloadDecoder>
{
    public string Name => "Zip";

    public string SettingsSchema => inner.Schema("""
        {
            "entries": { "type": "string", "default": "*", "description": "Names of the entries to read, without their folder, with * and ?. They are read in order of their names; others are passed over" },
            "maxEntries": { "type": "integer", "minimum": 1, "maximum": 10000, "default": 1000, "description": "Entries of any name" },
            "maxUnpackedMegabytes": { "type": "integer", "minimum": 1, "maximum": 65536, "default": 4096, "description": "MiB that all entries may unpack to; one at a time lies on disk" },
            "maxRatio": { "type": "integer", "minimum": 2, "maximum": 1100, "default": 100, "description": "Unpacked to packed size of an entry beyond 1 MiB" }
        }
        """);

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => Read(settings).Findings;

    public IPayloadDecoder Create(string name, JsonElement settings)
    {
        var (read, findings) = Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return new ZipDecoder(read, inner.Create(name, settings), scratch);
    }

    private (ZipSettings Settings, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement settings)
    {
        var reader = new SettingsReader(settings);
        return (ZipSettings.Read(reader, settings, inner), reader.Findings);
    }
}
