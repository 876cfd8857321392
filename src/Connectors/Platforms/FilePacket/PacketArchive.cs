using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>
/// Writes a delivery as a ZIP of two entries: the records, and a manifest that says what must be in them. Pure: the same delivery gives the same bytes. That is
/// why entries are stored and not compressed: a compressor may write other bytes after its next update.
/// </summary>
internal static class PacketArchive
{
    public static ComposedDelivery Compose(Delivery delivery, PacketFormat format)
    {
        byte[] records = format switch
        {
            PacketFormat.Xml => XmlRecords.Write(delivery),
            PacketFormat.Csv => CsvRecords.Write(delivery),
            PacketFormat.Json => JsonRecords.Write(delivery),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        string name = "records." + format.ToString().ToLowerInvariant();
        using var buffer = new MemoryStream(records.Length + 2048);
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", Manifest(delivery, name, records), delivery.SentAt);
            Add(zip, name, records, delivery.SentAt);
        }

        byte[] body = buffer.ToArray();
        return new ComposedDelivery(delivery, body, SHA256.HashData(body));
    }

    private static void Add(ZipArchive zip, string name, byte[] bytes, DateTimeOffset at)
    {
        var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = at.ToOffset(TimeSpan.FromHours(8));
        entry.ExternalAttributes = 0;
        using var stream = entry.Open();
        stream.Write(bytes);
    }

    private static byte[] Manifest(Delivery delivery, string name, byte[] records)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("number", PacketNumber.Of(delivery.PacketId));
            json.WriteString("packetId", delivery.PacketId);
            json.WriteString("sender", delivery.Sender);
            json.WriteString("dataset", delivery.Dataset);
            json.WriteString("edition", delivery.Edition);
            json.WriteString("sentAt", delivery.SentAt.ToOffset(TimeSpan.FromHours(8)));
            json.WriteNumber("count", delivery.Records.Count);
            json.WriteNumber("publish", delivery.Records.Count(record => record.Operation == Operation.Publish));
            json.WriteNumber("withdraw", delivery.Records.Count(record => record.Operation == Operation.Withdraw));
            json.WriteString("file", name);
            json.WriteNumber("bytes", records.Length);
            json.WriteString("sha256", Convert.ToHexStringLower(SHA256.HashData(records)));
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
