using System.Globalization;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Intake;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Store;

namespace CreditHub.Pipelines.Previews;

/// <summary>
/// Makes stored rows again from the payloads as received: what came, what became of it, by which rule. The books keep no word about words that mean nothing
/// (nearly every row has one); here they show. Reads only.
/// </summary>
public sealed class RowReplay
{
    /// <summary>Payloads read for one answer, and the largest, in bytes.</summary>
    private const int MostPayloads = 20;
    private const long LargestPayload = 256 << 20;

    private readonly CatalogSnapshot _snapshot;
    private readonly ConnectorPlans _plans;
    private readonly Ledger _ledger;
    private readonly LandingZone _zone;

    internal RowReplay(CatalogSnapshot snapshot, ConnectorPlans plans, Ledger ledger, LandingZone zone)
    {
        _snapshot = snapshot;
        _plans = plans;
        _ledger = ledger;
        _zone = zone;
    }

    /// <summary>The same records; the newest version of each says how it was made, where its payload is still on this machine.</summary>
    public async Task<IReadOnlyList<TracedRecord>> ExplainAsync(IReadOnlyList<TracedRecord> records, CancellationToken ct)
    {
        var newest = records.Select(record => record.Versions[^1]).ToList();
        var made = new Dictionary<string, TracedMaking>(StringComparer.Ordinal);
        var payloads = newest.Where(v => v.Operation == "PUBLISH" && v.PayloadId is not null).GroupBy(v => v.PayloadId!.Value).OrderByDescending(g => g.Key).ToList();
        foreach (var wanted in payloads.Take(MostPayloads))
        {
            await MakeAsync(wanted.Key, wanted.ToDictionary(v => v.RecordId), made, ct);
        }

        return [.. records.Select(r => made.TryGetValue(r.RecordId, out var making) ? r with { Versions = [.. r.Versions.SkipLast(1), r.Versions[^1] with { Making = making }] } : r)];
    }

    private async Task MakeAsync(long payloadId, Dictionary<string, TracedVersion> wanted, Dictionary<string, TracedMaking> made, CancellationToken ct)
    {
        void Remark(string text) => wanted.Keys.Where(id => !made.ContainsKey(id)).ToList().ForEach(id => made[id] = new TracedMaking(null, [], text));

        var payload = await _ledger.PayloadAsync(payloadId, ct);
        if (payload is null || !_snapshot.Connectors.TryGetValue(payload.Connector, out var connector))
        {
            return;
        }

        await using var file = payload.Path.Length > 0 && payload.Bytes <= LargestPayload ? _zone.Open(payload.Path) : null;
        if (file is null)
        {
            Remark(payload.RemovedAt is { } removed
                ? string.Create(CultureInfo.InvariantCulture, $"the payload was kept for its time and removed on {Beijing.DayOf(removed):yyyy-MM-dd}")
                : "the payload is not on this machine, or too large to be read again");
            return;
        }

        try
        {
            await ReadAsync(connector, payload, file, wanted, made, ct);
            Remark("today's configuration makes another record of this row");
        }
        catch (ConnectorException unreadable) when (unreadable.Kind == FailureKind.Payload)
        {
            Remark($"today's configuration cannot read the payload: {unreadable.OperatorMessage}");
        }
    }

    private async Task ReadAsync(
        ConnectorDefinition connector, LandedPayload payload, Stream file, Dictionary<string, TracedVersion> wanted, Dictionary<string, TracedMaking> made,
        CancellationToken ct)
    {
        var (decoder, normalizer) = await _plans.PrepareReadingAsync(connector, _snapshot, ct);
        var datasets = ConnectorPlans.DatasetsOf(connector, _snapshot);
        int last = wanted.Values.Max(v => v.Line);
        await foreach (var record in normalizer.ReadAsync(file, decoder, payload.ReceivedOn, ct))
        {
            if (record.HasId && wanted.TryGetValue(record.Id.ToString(), out var version) && version.Line == record.Raw.Line)
            {
                var dataset = datasets[record.Edition];
                bool identical = Convert.ToHexStringLower(record.ContentHash) == version.ContentHash;
                made[version.RecordId] = new TracedMaking(identical, [.. normalizer.Trace().Select(f => PreviewRun.Shown(dataset, f, !record.NaturalPerson && record.Accepted, plain: false))]);
            }

            if (record.Raw.Line >= last)
            {
                return;
            }
        }
    }
}
