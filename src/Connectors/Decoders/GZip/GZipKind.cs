using System.Text.Json;
using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.GZip;

/// <summary>The decoder kind <c>GZip</c>: one payload of another format, compressed.</summary>
internal sealed class GZipKind(InnerFormat inner, ScratchSpace scratch) : IKind<IPayloadDecoder>
{
    public string Name => "GZip";

    public string SettingsSchema => inner.Schema("""
        {
            "maxUnpackedMegabytes": { "type": "integer", "minimum": 1, "maximum": 65536, "default": 4096, "description": "MiB it may unpack to" },
            "maxRatio": { "type": "integer", "minimum": 2, "maximum": 1100, "default": 100, "description": "Unpacked to packed size beyond 1 MiB; the format's own limit is about 1030" }
        }
        """);

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => Read(settings).Findings;

    public IPayloadDecoder Create(string name, JsonElement settings)
    {
        var (megabytes, ratio, findings) = Read(settings);
        SettingsFault.ThrowIfAny(name, findings);
        return new GZipDecoder((long)megabytes << 20, ratio, inner.Create(name, settings), scratch);
    }

    private (int Megabytes, int Ratio, IReadOnlyList<ConfigFinding> Findings) Read(JsonElement settings)
    {
        var reader = new SettingsReader(settings);
        int megabytes = reader.Integer("maxUnpackedMegabytes", 4096, 1, 65_536), ratio = reader.Integer("maxRatio", 100, 2, 1100);
        inner.Check(reader, settings);
        reader.Done();
        return (megabytes, ratio, reader.Findings);
    }
}
