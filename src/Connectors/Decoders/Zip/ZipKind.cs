using CreditHub.Connectors.Settings;
using CreditHub.Connectors.Streams;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Connectors.Decoders.Zip;

/// <summary>The decoder kind <c>Zip</c>: an archive with one or several payloads of another format.</summary>
internal sealed class ZipKind(InnerFormat inner, ScratchSpace scratch) : FormatKind<(ZipSettings Own, Func<string, IPayloadDecoder> Inner)>
{
    public override string Name => "Zip";

    public override string SettingsSchema => inner.Schema("""
        {
            "entries": { "type": "string", "default": "*", "description": "Names of the entries to read, without their folder, with * and ?. They are read in order of their names; others are passed over" },
            "maxEntries": { "type": "integer", "minimum": 1, "maximum": 10000, "default": 1000, "description": "Entries of any name" },
            "maxUnpackedMegabytes": { "type": "integer", "minimum": 1, "maximum": 65536, "default": 4096, "description": "MiB that all entries may unpack to; one at a time lies on disk" },
            "maxRatio": { "type": "integer", "minimum": 2, "maximum": 1100, "default": 100, "description": "Unpacked to packed size of an entry beyond 1 MiB" }
        }
        """);

    protected override (ZipSettings Own, Func<string, IPayloadDecoder> Inner) Read(SettingsReader reader) => (ZipSettings.Read(reader), inner.Read(reader));

    protected override IPayloadDecoder Make(string name, (ZipSettings Own, Func<string, IPayloadDecoder> Inner) settings) => new ZipDecoder(settings.Own, settings.Inner(name), scratch);
}
