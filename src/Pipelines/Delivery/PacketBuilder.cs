using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>Builds a platform's packets from the store. Pure: the same versions, id and time give the same bytes, at the first try and after a restart.</summary>
internal sealed class PacketBuilder(
    CatalogSnapshot snapshot, IPlatform platform, IReadOnlyDictionary<short, (string Code, string Edition)> datasets)
{
    /// <summary>Room for the envelope and for what surrounds each record.</summary>
    private const int EnvelopeBytes = 1024;
    private const int RecordBytes = 160;

    public ComposedDelivery Compose(Guid packetId, DateTimeOffset sentAt, short datasetNo, IReadOnlyList<OutboxItem> items)
    {
        var (code, edition) = datasets[datasetNo];
        var records = new DeliveryRecord[items.Count];
        for (int i = 0; i < records.Length; i++)
        {
            var item = items[i];
            bool publish = item.Operation == Operation.Publish;
            records[i] = new DeliveryRecord(item.RecordId, item.Version, item.Operation, publish ? null : item.Reason,
                publish ? item.Content : default);
        }

        return platform.Compose(new Model.Delivery(packetId, snapshot.Sender, code, edition, Beijing.At(sentAt), records));
    }

    /// <summary>Cuts candidates into packets of one dataset each, in their order, within the limits; a single record larger than the limit goes alone. A record appears once in a packet and in one packet at a time.</summary>
    public static List<List<OutboxItem>> Cut(IReadOnlyList<OutboxItem> items, int maxRecords, int maxBytes)
    {
        var packets = new List<List<OutboxItem>>();
        foreach (var group in items.GroupBy(i => i.DatasetNo))
        {
            var packet = new List<OutboxItem>();
            int bytes = EnvelopeBytes;
            foreach (var item in group)
            {
                int size = item.Content.Length + RecordBytes;
                if (packet.Count > 0 && (packet.Count == maxRecords || bytes + size > maxBytes))
                {
                    packets.Add(packet);
                    packet = [];
                    bytes = EnvelopeBytes;
                }

                packet.Add(item);
                bytes += size;
            }

            packets.Add(packet);
        }

        return packets;
    }
}
