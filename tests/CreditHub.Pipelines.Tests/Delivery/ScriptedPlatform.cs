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
internal sealed class ScriptedPlatform : IPlatform, IReceiptLookup, IHoldings, IFeedback, IKind<IPlatform>
{
    private readonly ConcurrentDictionary<Guid, DeliveryAnswer> _receipts = new();
    private int _numbers;

    public Queue<Func<ComposedDelivery, DeliveryAnswer>> Sends { get; } = new();

    public Queue<Func<Guid, DeliveryAnswer>> Asks { get; } = new();

    public List<(Guid PacketId, string Sha256, int Records)> Sent { get; } = [];

    public List<Guid> Asked { get; } = [];

    /// <summary>Each time a version changed what is held: (record, version).</summary>
    public List<(RecordId Id, int Version)> Applied { get; } = [];

    /// <summary>What it says it holds, by dataset; pages of two.</summary>
    public Dictionary<string, List<Holding>> Held { get; } = [];

    /// <summary>What it found later; pages of two.</summary>
    public List<FeedbackItem> Found { get; } = [];

    /// <summary>Faults instead of the next pages.</summary>
    public Queue<DeliveryAnswer> PageFaults { get; } = new();

    /// <summary>Pages asked for, by the place they begin after.</summary>
    public List<string> PagesAsked { get; } = [];

    /// <summary>Looked at before the script: its answer, unless null, is given instead.</summary>
    public Func<ComposedDelivery, DeliveryAnswer?>? Always { get; set; }

    /// <summary>Its answer to every question, unless null.</summary>
    public Func<DeliveryAnswer?>? AlwaysAsked { get; set; }

    /// <summary>Happens when a packet has arrived, before it is answered.</summary>
    public Func<Task>? Before { get; set; }

    /// <summary>Called when a page of holdings is asked for.</summary>
    public Action? OnPage { get; set; }

    /// <summary>Datasets and versions of each packet, in order of arrival.</summary>
    public List<(string Dataset, List<(RecordId Id, int Version, Operation Operation)> Records)> Packets { get; } = [];

    public PlatformLimits? Limits { get; set; } = new(100, 1 << 20, 600_000, 4);

    public string Name => "Scripted";

    public string SettingsSchema => "{}";

    public Func<DeliveryRecord, RecordAnswer> Decide { get; set; } = r => new RecordAnswer(r.Id, r.Version, RecordStatus.Accepted, null, null, null);

    /// <summary>Its answer to the question about limits comes after this.</summary>
    public Task BeforeLimits { get; set; } = Task.CompletedTask;

    public async Task<PlatformLimits?> GetLimitsAsync(CancellationToken ct)
    {
        await BeforeLimits.WaitAsync(ct);
        return Limits;
    }

    public ComposedDelivery Compose(Model.Delivery delivery)
    {
        byte[] body = Encoding.UTF8.GetBytes(delivery.PacketId + delivery.SentAt.ToString("O", null)
            + string.Concat(delivery.Records.Select(r => r.Id + r.Version.ToString(null as IFormatProvider) + Encoding.UTF8.GetString(r.Data.Span))));
        return new ComposedDelivery(delivery, body, SHA256.HashData(body));
    }

    public async Task<DeliveryAnswer> SendAsync(ComposedDelivery delivery, CancellationToken ct)
    {
        lock (Sent)
        {
            Packets.Add((delivery.Delivery.Dataset, [.. delivery.Delivery.Records.Select(r => (r.Id, r.Version, r.Operation))]));
            Sent.Add((delivery.Delivery.PacketId, Convert.ToHexString(delivery.Sha256), delivery.Delivery.Records.Count));
        }

        if (Before is not null)
        {
            await Before();
        }

        lock (Sent)
        {
            return Always?.Invoke(delivery) ?? (Sends.TryDequeue(out var script) ? script(delivery) : Take(delivery));
        }
    }

    public Task<DeliveryAnswer> FindAsync(Guid packetId, CancellationToken ct)
    {
        lock (Sent)
        {
            Asked.Add(packetId);
            return Task.FromResult(AlwaysAsked?.Invoke() is { } always ? always : Asks.TryDequeue(out var script) ? script(packetId)
                : _receipts.TryGetValue(packetId, out var receipt) ? receipt : new DeliveryAnswer(AnswerKind.NotReceived, 404));
        }
    }

    /// <summary>Its number for every packet; null: one for each.</summary>
    public string? Number { get; set; }

    /// <summary>The ordinary way: decide once for a packet id, answer the same for ever.</summary>
    public DeliveryAnswer Take(ComposedDelivery delivery) => _receipts.GetOrAdd(delivery.Delivery.PacketId, _ =>
    {
        Applied.AddRange(delivery.Delivery.Records.Select(r => (r.Id, r.Version)));
        return new DeliveryAnswer(AnswerKind.Answered, 200, Number ?? "R" + ++_numbers, [.. delivery.Delivery.Records.Select(Decide)]);
    });

    public Task<PlatformPage<Holding>> ListHoldingsAsync(string dataset, string after, CancellationToken ct)
    {
        PagesAsked.Add(after);
        OnPage?.Invoke();
        ct.ThrowIfCancellationRequested();
        if (PageFaults.TryDequeue(out var fault))
        {
            return Task.FromResult(new PlatformPage<Holding>([], null, fault));
        }

        var rest = Held.GetValueOrDefault(dataset, []).OrderBy(h => h.Id.ToString(), StringComparer.Ordinal)
            .SkipWhile(h => string.CompareOrdinal(h.Id.ToString(), after) <= 0).ToList();
        return Task.FromResult(new PlatformPage<Holding>([.. rest.Take(2)], rest.Count > 2 ? rest[1].Id.ToString() : null));
    }

    public Task<PlatformPage<FeedbackItem>> ListFeedbackAsync(string after, CancellationToken ct)
    {
        if (PageFaults.TryDequeue(out var fault))
        {
            return Task.FromResult(new PlatformPage<FeedbackItem>([], null, fault));
        }

        var rest = Found.Skip(Found.FindIndex(f => f.FeedbackId == after) + 1).ToList();
        return Task.FromResult(new PlatformPage<FeedbackItem>([.. rest.Take(2)], rest.Count > 2 ? rest[1].FeedbackId : null));
    }

    public IReadOnlyList<ConfigFinding> Validate(JsonElement settings) => [];

    public IPlatform Create(string name, JsonElement settings) => this;
}
