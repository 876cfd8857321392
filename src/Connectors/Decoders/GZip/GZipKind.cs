using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.GZip;

/// <summary>The decoder kind <c>GZip</c>: one payload of another format, compressed.</summary>
internal sealed class GZipKind(InnerFormat inner, ScratchSpace scratch) : FormatKind<(int Megabytes, int Ratio, Func<string, IPayloadDecoder> Inner)>
{
    public override string Name => "GZip";

    public override string SettingsSchema => inner.Schema("""
        {
            "maxUnpackedMegabytes": { "type": "integer", "minimum": 1, "maximum": 65536, "default": 4096, "description": "MiB it may unpack to" },
            "maxRatio": { "type": "integer", "minimum": 2, "maximum": 1100, "default": 100, "description": "Unpacked to packed size beyond 1 MiB; the format's own limit is about 1030" }
        }
        """);

    protected override (int Megabytes, int Ratio, Func<string, IPayloadDecoder> Inner) Read(SettingsReader reader) =>
        (reader.Integer("maxUnpackedMegabytes", 4096, 1, 65_536), reader.Integer("maxRatio", 100, 2, 1100), inner.Read(reader));

    protected override IPayloadDecoder Make(string name, (int Megabytes, int Ratio, Func<string, IPayloadDecoder> Inner) settings) =>
        new GZipDecoder((long)settings.Megabytes << 20, settings.Ratio, settings.Inner(name), scratch);
}
