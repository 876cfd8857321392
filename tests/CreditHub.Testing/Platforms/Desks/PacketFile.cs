using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace CreditHub.Testing.Platforms.Desks;

/// <summary>Opens a packet's ZIP strictly: two entries, counts, size and digest as the manifest says, the number in the name, and records of the form their ending names.</summary>
internal static class PacketFile
{
    /// <summary>The packet, or null and why not. <paramref name="ending"/>: xml, csv or json; xml when not known.</summary>
    public static PlatformPacket? Read(string name, byte[] bytes, out string problem, out string ending)
    {
        ending = "xml";
        try
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            var manifest = JsonNode.Parse(Entry(zip, "manifest.json"))!;
            string file = (string)manifest["file"]!;
            ending = Path.GetExtension(file).TrimStart('.');
            byte[] records = Entry(zip, file);
            var packet = ending switch
            {
                "json" => PlatformPacket.Read(records, out _) ?? throw new FormatException("not a packet of the protocol"),
                "csv" => Packet(manifest, Csv(Encoding.UTF8.GetString(records))),
                _ => Packet(manifest, Xml(records)),
            };
            problem = Problem(name, zip, manifest, records, packet);
            return problem.Length == 0 ? packet : null;
        }
        catch (Exception broken) when (broken is FormatException or InvalidDataException or JsonException or System.Xml.XmlException or NullReferenceException)
        {
            problem = broken.Message;
            return null;
        }
    }

    private static string Problem(string name, ZipArchive zip, JsonNode manifest, byte[] records, PlatformPacket packet) =>
        zip.Entries.Count != 2 ? "more than two entries"
        : (int)manifest["bytes"]! != records.Length ? "size differs"
        : (string)manifest["sha256"]! != Convert.ToHexStringLower(SHA256.HashData(records)) ? "digest differs"
        : (int)manifest["count"]! != packet.Records.Count ? "count differs"
        : (int)manifest["withdraw"]! != packet.Records.Count(r => r.Operation == "WITHDRAW") ? "count of withdrawals differs"
        : !name.Contains((string)manifest["number"]!, StringComparison.Ordinal) ? "number is not in the name"
        : (string)manifest["packetId"]! != packet.PacketId ? "packet id differs" : "";

    private static byte[] Entry(ZipArchive zip, string name)
    {
        using var stream = (zip.GetEntry(name) ?? throw new FormatException($"{name} is missing")).Open();
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    private static PlatformPacket Packet(JsonNode manifest, IReadOnlyList<PlatformRecord> records) =>
        new((string)manifest["packetId"]!, (string)manifest["sender"]!, (string)manifest["dataset"]!, (string)manifest["edition"]!, records);

    private static List<PlatformRecord> Xml(byte[] bytes) =>
    [
        .. XDocument.Load(new MemoryStream(bytes)).Root!.Elements("record").Select(r => Record(
            (string)r.Attribute("recordId")!, (string)r.Attribute("version")!, (string)r.Attribute("operation")!, (string?)r.Attribute("reason"),
            r.Elements().Select(f => (f.Name.LocalName, f.Value)))),
    ];

    private static List<PlatformRecord> Csv(string text)
    {
        var lines = Split(text);
        return [.. lines.Skip(1).Select(l => Record(l[0], l[1], l[2], l[3], lines[0].Zip(l).Skip(4).Where(f => f.Second.Length > 0)))];
    }

    private static PlatformRecord Record(string id, string version, string operation, string? reason, IEnumerable<(string Code, string Value)> fields)
    {
        var data = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Code, (JsonNode?)f.Value)));
        bool publish = operation == "PUBLISH";
        return new(id, int.Parse(version, System.Globalization.CultureInfo.InvariantCulture), operation, publish ? null : reason,
            publish ? JsonDocument.Parse(data.ToJsonString()).RootElement : default);
    }

    /// <summary>Character by character, as RFC 4180 says.</summary>
    private static List<string[]> Split(string text)
    {
        var lines = new List<string[]>();
        var line = new List<string>();
        var value = new StringBuilder();
        bool inside = false;
        for (int i = 0; i < text.Length; i++)
        {
            bool doubled = inside && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"';
            if (doubled)
            {
                value.Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                inside = !inside;
            }
            else if (inside || text[i] is not (',' or '\r' or '\n'))
            {
                value.Append(text[i]);
            }
            else if (text[i] != '\r')
            {
                line.Add(value.ToString());
                value.Clear();
                if (text[i] == '\n')
                {
                    lines.Add([.. line]);
                    line.Clear();
                }
            }
        }

        return lines;
    }
}
