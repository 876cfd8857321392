using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.PlatformApi;

/// <summary>
/// Writes a delivery as the packet of the protocol, section 3. Pure: the same delivery gives the same bytes, whenever it is composed. Record data is JSON
/// already and is copied as it stands.
/// </summary>
internal static class PacketWriter
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private static readonly JsonEncodedText RecordId = JsonEncodedText.Encode("recordId");
    private static readonly JsonEncodedText Version = JsonEncodedText.Encode("version");
    private static readonly JsonEncodedText Word = JsonEncodedText.Encode("operation");
    private static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText Content = JsonEncodedText.Encode("data");
    private static readonly JsonEncodedText Publish = JsonEncodedText.Encode("PUBLISH");
    private static readonly JsonEncodedText Withdraw = JsonEncodedText.Encode("WITHDRAW");

    public static ComposedDelivery Compose(Delivery delivery)
    {
        var body = new ArrayBufferWriter<byte>(Estimate(delivery));
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { SkipValidation = true }))
        {
            Write(json, delivery);
        }

        return new ComposedDelivery(delivery, body.WrittenMemory, SHA256.HashData(body.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, Delivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("packetId", delivery.PacketId);
        json.WriteString("sender", delivery.Sender);
        json.WriteString("dataset", delivery.Dataset);
        json.WriteString("edition", delivery.Edition);
        json.WriteString("sentAt", delivery.SentAt.ToOffset(Beijing).ToString("yyyy-MM-ddTHH:mm:ss.fff'+08:00'", CultureInfo.InvariantCulture));
        json.WriteNumber("count", delivery.Records.Count);
        json.WriteStartArray("records");
        Span<byte> hex = stackalloc byte[64];
        for (int i = 0; i < delivery.Records.Count; i++)
        {
            var record = delivery.Records[i];
            Convert.TryToHexStringLower(record.Id.Bytes, hex, out _);
            json.WriteStartObject();
            json.WriteString(RecordId, hex);
            json.WriteNumber(Version, record.Version);
            WriteOperation(json, record);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOperation(Utf8JsonWriter json, DeliveryRecord record)
    {
        if (record.Operation == Operation.Withdraw)
        {
            json.WriteString(Word, Withdraw);
            json.WriteString(Reason, record.Reason);
            return;
        }

        json.WriteString(Word, Publish);
        json.WritePropertyName(Content);
        json.WriteRawValue(record.Data.Span, skipInputValidation: true);
    }

    private static int Estimate(Delivery delivery)
    {
        int bytes = 512;
        for (int i = 0; i < delivery.Records.Count; i++)
        {
            bytes += delivery.Records[i].Data.Length + 160;
        }

        return bytes;
    }
}
