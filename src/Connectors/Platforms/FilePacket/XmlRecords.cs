using System.Globalization;
using System.Text;
using System.Xml;
using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary><c>&lt;packet&gt;&lt;record recordId version operation reason&gt;&lt;FIELD&gt;…</c>: one element for each field, named by its code. Pure.</summary>
internal static class XmlRecords
{
    // a character that XML does not allow is written as a reference: the reader refuses that packet, and the relay finds the record
    private static readonly XmlWriterSettings Form = new() { Encoding = new UTF8Encoding(false), CheckCharacters = false, NewLineHandling = NewLineHandling.Entitize };

    public static byte[] Write(Delivery delivery)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, Form))
        {
            xml.WriteStartElement("packet");
            xml.WriteAttributeString("number", PacketNumber.Of(delivery.PacketId));
            xml.WriteAttributeString("packetId", delivery.PacketId.ToString("D"));
            xml.WriteAttributeString("sender", delivery.Sender);
            xml.WriteAttributeString("dataset", delivery.Dataset);
            xml.WriteAttributeString("edition", delivery.Edition);
            xml.WriteAttributeString("count", delivery.Records.Count.ToString(CultureInfo.InvariantCulture));
            foreach (var record in delivery.Records)
            {
                Write(xml, record);
            }

            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    private static void Write(XmlWriter xml, DeliveryRecord record)
    {
        xml.WriteStartElement("record");
        xml.WriteAttributeString("recordId", record.Id.ToString());
        xml.WriteAttributeString("version", record.Version.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("operation", record.Operation == Operation.Publish ? "PUBLISH" : "WITHDRAW");
        if (record.Operation == Operation.Withdraw)
        {
            xml.WriteAttributeString("reason", record.Reason ?? "");
        }

        foreach (var (code, value) in RecordFields.Read(record.Data.Span))
        {
            xml.WriteElementString(XmlConvert.EncodeLocalName(code), value);
        }

        xml.WriteEndElement();
    }
}
