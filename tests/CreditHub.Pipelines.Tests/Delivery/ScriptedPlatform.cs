using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Ports;

namespace CreditHub.Pipelines.Tests.Delivery;

/// <summary>
/// A platform in memory that remembers packets by id as the protocol asks, and answers by script: each entry is used once, in
/// order, instead of the ordinary answer.
/// </summary>
internal sealed class ScriptedPlatform : IPlatform, IReceiptLookup, IKind<IPlatform>
{
    private readonly ConcurrentDictionary<Guid, DeliveryAnswer> _receipts = new();

    public Queue<Func<ComposedDelivery, DeliveryAnswer>> Sends { get; } = new();

    public Queue<Func<Guid, DeliveryAnswer>> Asks { get; } = new();

    public List<(Guid PacketId, string Sha256, int Records)> Sent { get; } = [];

    public List<Guid> Asked { get; } = [];

    /// <summary>Each time a version changed what is held: (record, version).</summary>
    public List<(RecordId Id, int Version)> Applied { get; } = [];

    public PlatformLimits? Limits { get; set; } = new(100, 1 << 20, 600_000, 4);

    public string Name => "Scripted";

    public string SettingsSchema => "{}";

    public Func<DeliveryRecord, RecordAnswer> Decide { get; set; } = r => new RecordAnswer(r.Id, r.Version, RecordStatus.Accepted, null, null, null);

    public Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct) => Task.FromResult(Limits);

    public ComposedDelivery Compose(Model.Delivery delivery)
    {
        byte[] body = Encoding.UTF8.GetBytes(delivery.PacketId + delivery.SentAt.ToString("O", null)
            + string.Concat(delivery.Records.Select(r => r.Id + r.Version.ToString(null as IFormatProvider) + Encoding.UTF8.GetString(r.Data.Span))));
        return new ComposedDelivery(delivery, body, SHA256.HashData(body));
    }

    public Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct)
    {
        lock (Sent)
        {
            Sent.Add((delivery.Delivery.PacketId, Convert.ToHexString(delivery.Sha256), delivery.Delivery.Records.Count));
            return Task.FromResult(Sends.TryDequeue(out var script) ? script(delivery) : Take(delivery));
        }
    }

    public Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct)
    {
        lock (Sent)
        {
            Asked.Add(packetId);
            return Task.FromResult(Asks.TryDequeue(out var script) ? script(packetId)
                : _receipts.TryGetValue(packetId, out var receipt) ? receipt : new DeliveryAnswer(AnswerKind.NotReceived, 404));
        }
    }

    /// <summary>The ordinary way: decide once for a packet id, answer the same for ever.</summary>
    public DeliveryAnswer Take(ComposedDelivery delivery) => _receipts.GetOrAdd(delivery.Delivery.PacketId, _ =>
    {
        Applied.AddRange(delivery.Delivery.Records.Select(r => (r.Id, r.Version)));
        return new DeliveryAnswer(AnswerKind.Answered, 200, "R" + Sent.Count, [.. delivery.Delivery.Records.Select(Decide)]);
    });

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => [];

    public IPlatform Create(string name, JsonElement settings) => this;
}
