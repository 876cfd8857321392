using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Catalog.Plans;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Delivery;

/// <summary>Builds a platform's packets from the store. Pure: the same versions, id and time give the same bytes, at the first try and after a restart.</summary>
internal sealed class PacketBuilder
{
    /// <summary>Room for the envelope and for what surrounds each record.</summary>
    private const int EnvelopeBytes = 1024;
    private const int RecordBytes = 160;

    private readonly CatalogSnapshot _snapshot;
    private readonly IPlatform _platform;
    private readonly IReadOnlyDictionary<short, (string Code, string Edition)> _datasets;
    private readonly Dictionary<short, BoundaryView> _views = [];

    public PacketBuilder(
        CatalogSnapshot snapshot, PlatformDefinition definition, IPlatform platform, IReadOnlyDictionary<short, (string Code, string Edition)> datasets)
    {
        _snapshot = snapshot;
        _platform = platform;
        _datasets = datasets;
        foreach (var (number, key) in datasets)
        {
            if (snapshot.Datasets.TryGetValue(key, out var dataset) && definition.Enabled && PlatformFields.Takes(definition, dataset.Code))
            {
                _views.Add(number, new BoundaryView(DatasetPlan.Compile(dataset, snapshot.CodeSets), definition));
            }
            else
            {
                Closed.Add(number);
            }
        }
    }

    /// <summary>Datasets that the platform does not take now, whatever was queued before the configuration changed. Their withdrawals do leave.</summary>
    public HashSet<short> Closed { get; } = [];

    /// <summary>Digest of the configuration by which it decides.</summary>
    public string ConfigDigest => _snapshot.Digest;

    /// <summary>Why a publication may not leave for this platform by the configuration in use, in Chinese; null: it may.</summary>
    public string? Withheld(OutboxItem item, DateOnly today) =>
        item.Operation == Operation.Publish && _views.TryGetValue(item.DatasetNo, out var view) ? view.Decide(item.Content.Span, today).Reason : null;

    public ComposedDelivery Compose(Guid packetId, DateTimeOffset sentAt, short datasetNo, IReadOnlyList<OutboxItem> items)
    {
        var records = new DeliveryRecord[items.Count];
        for (int i = 0; i < records.Length; i++)
        {
            var item = items[i];
            bool publish = item.Operation == Operation.Publish;
            records[i] = new DeliveryRecord(item.RecordId, item.Version, item.Operation, publish ? null : item.Reason,
                publish ? _views[datasetNo].Reduce(item.Content) : default);
        }

        return _platform.Compose(new Model.Delivery(
            packetId, _snapshot.Sender, _datasets[datasetNo].Code, _datasets[datasetNo].Edition, Beijing.At(sentAt), records));
    }

    /// <summary>
    /// Takes the next packet from waiting items, in their order, within the limits; a single record larger than the limit goes alone, and a record
    /// appears once in a packet.
    /// </summary>
    public static List<OutboxItem> Cut(Queue<OutboxItem> waiting, int maxRecords, int maxBytes)
    {
        var packet = new List<OutboxItem>(Math.Min(waiting.Count, maxRecords));
        int bytes = EnvelopeBytes;
        while (packet.Count < maxRecords && waiting.TryPeek(out var item))
        {
            bytes += item.Content.Length + RecordBytes;
            if (packet.Count > 0 && bytes > maxBytes)
            {
                break;
            }

            packet.Add(waiting.Dequeue());
        }

        return packet;
    }
}
