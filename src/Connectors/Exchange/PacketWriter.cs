using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Exchange;

/// <summary>
/// Writes a delivery as the packet of the protocol, section 3, into one array of the right size. Pure: the same delivery gives the same bytes, whenever it is
/// composed. Record data is JSON already and is copied as it stands; the few texts around it are escaped.
/// </summary>
internal ref struct PacketWriter
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);
    private readonly Span<byte> _body;
    private int _at;

    private PacketWriter(Span<byte> body) => _body = body;

    public static ComposedDelivery Compose(Delivery delivery)
    {
        byte[] body = GC.AllocateUninitializedArray<byte>(Bound(delivery));
        var writer = new PacketWriter(body);
        writer.Write(delivery);
        var written = body.AsMemory(0, writer._at);
        return new ComposedDelivery(delivery, written, SHA256.HashData(written.Span));
    }

    private void Write(Delivery delivery)
    {
        Put("{\"packetId\":\""u8);
        Utf8Formatter.TryFormat(delivery.PacketId, _body[_at..], out int written, 'D');
        _at += written;
        Put("\",\"sender\":\""u8);
        PutText(delivery.Sender);
        Put("\",\"dataset\":\""u8);
        PutText(delivery.Dataset);
        Put("\",\"edition\":\""u8);
        PutText(delivery.Edition);
        Put("\",\"sentAt\":\""u8);
        PutText(delivery.SentAt.ToOffset(Beijing).ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture));
        Put("+08:00\",\"count\":"u8);
        PutNumber(delivery.Records.Count);
        Put(",\"records\":["u8);
        for (int i = 0; i < delivery.Records.Count; i++)
        {
            Put(i == 0 ? "{\"recordId\":\""u8 : ",{\"recordId\":\""u8);
            PutRecord(delivery.Records[i]);
        }

        Put("]}"u8);
    }

    private void PutRecord(DeliveryRecord record)
    {
        Convert.TryToHexStringLower(record.Id.Bytes, _body[_at..], out int written);
        _at += written;
        Put("\",\"version\":"u8);
        PutNumber(record.Version);
        if (record.Operation == Operation.Withdraw)
        {
            Put(",\"operation\":\"WITHDRAW\",\"reason\":\""u8);
            PutText(record.Reason ?? "");
            Put("\"}"u8);
            return;
        }

        Put(",\"operation\":\"PUBLISH\",\"data\":"u8);
        Put(record.Data.Span);
        Put("}"u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_body[_at..]);
        _at += bytes.Length;
    }

    private void PutText(string text) => Put(JsonEncodedText.Encode(text).EncodedUtf8Bytes);

    private void PutNumber(int number)
    {
        Utf8Formatter.TryFormat(number, _body[_at..], out int written);
        _at += written;
    }

    /// <summary>Enough for everything: an escaped character takes at most six bytes.</summary>
    private static int Bound(Delivery delivery)
    {
        int bytes = 400 + (6 * (delivery.Sender.Length + delivery.Dataset.Length + delivery.Edition.Length));
        for (int i = 0; i < delivery.Records.Count; i++)
        {
            var record = delivery.Records[i];
            bytes += 160 + record.Data.Length + (6 * (record.Reason?.Length ?? 0));
        }

        return bytes;
    }
}
