using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Effects;
using CreditHub.Pipelines.Intake;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Ports;
using CreditHub.Pipelines.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CreditHub.Pipelines.Previews;

/// <summary>
/// Shows the effect of another configuration before it is used: reads again what a connector has landed, under both configurations, and counts what
/// would come out differently. Asks no supplier and writes nothing.
/// </summary>
public sealed class EffectRun
{
    private readonly CatalogSnapshot _snapshot;
    private readonly ConnectorPlans _plans;
    private readonly Ledger _ledger;
    private readonly LandingZone _zone;

    private readonly NpgsqlDataSource _database;
    private readonly TimeProvider _time;

    internal EffectRun(NpgsqlDataSource database, CatalogSnapshot snapshot, ConnectorPlans plans, Ledger ledger, LandingZone zone, TimeProvider time)
    {
        _database = database;
        _time = time;
        _snapshot = snapshot;
        _plans = plans;
        _ledger = ledger;
        _zone = zone;
    }

    /// <summary>
    /// Compares at most <paramref name="rows"/> records of the payloads landed last, newest first. Errors: <see cref="ConnectorException"/> of kind Config
    /// for an unknown connector.
    /// </summary>
    public async Task<EffectResult> RunAsync(string connector, CatalogSnapshot next, long rows, IProgress<RunProgress>? progress, CancellationToken ct)
    {
        if (!_snapshot.Connectors.TryGetValue(connector, out var definition))
        {
            throw new ConnectorException(FailureKind.Config, $"No connector {connector} is configured.");
        }

        var result = new EffectResult { Connector = connector };
        if (!next.Connectors.TryGetValue(connector, out var nextDefinition))
        {
            result.Remark = "The other configuration has no such connector.";
            return result;
        }

        var now = await SideAsync(definition, _snapshot, ct);
        var then = await SideAsync(nextDefinition, next, ct);
        var tally = new EffectTally(result, _snapshot, next);
        foreach (var payload in await _ledger.MergedAsync(connector, ct))
        {
            if (result.Records >= rows)
            {
                break;
            }

            await CompareAsync(payload, now, then, tally, result, ct);
            progress?.Report(new RunProgress(connector, "compare", result.Records, null));
        }

        tally.Close();
        result.Remark = result.Payloads == 0 && result.Remark.Length == 0 ? "Nothing this connector delivered lies on this machine." : result.Remark;
        return result;
    }

    /// <summary>
    /// What the other configuration would do at each platform with the records that wait there or are held there, before it is sent anything under it:
    /// those it may not have any more, or less of. Platforms where nothing would be done are left out.
    /// </summary>
    public Task<IReadOnlyDictionary<string, RetractionCount>> PlatformsAsync(CatalogSnapshot next, CancellationToken ct) =>
        new BoundaryStep(_database, next, _time, NullLogger.Instance).PreviewAsync(ct);

    private async Task<Side> SideAsync(ConnectorDefinition connector, CatalogSnapshot snapshot, CancellationToken ct)
    {
        var (decoder, normalizer) = await _plans.PrepareReadingAsync(connector, snapshot, ct);
        return new Side(ConnectorPlans.DatasetsOf(connector, snapshot), decoder, normalizer);
    }

    private async Task CompareAsync(LandedPayload payload, Side now, Side then, EffectTally tally, EffectResult result, CancellationToken ct)
    {
        await using var old = _zone.Open(payload.Path);
        await using var fresh = _zone.Open(payload.Path);
        if (old is null || fresh is null)
        {
            result.Remark = "Some of what it delivered is no longer on this machine.";
            return;
        }

        result.Payloads++;
        await using var left = now.Normalizer.ReadAsync(old, now.Decoder, payload.ReceivedOn, ct).GetAsyncEnumerator(ct);
        await using var right = then.Normalizer.ReadAsync(fresh, then.Decoder, payload.ReceivedOn, ct).GetAsyncEnumerator(ct);
        try
        {
            while (await left.MoveNextAsync() && await right.MoveNextAsync())
            {
                tally.Add(left.Current, now.Datasets[left.Current.Edition], right.Current, then.Datasets[right.Current.Edition]);
            }
        }
        catch (ConnectorException unreadable) when (unreadable.Kind == FailureKind.Payload)
        {
            result.Remark = $"A payload cannot be read as a whole: {unreadable.OperatorMessage}";
        }
    }

    /// <summary>One of the two configurations, ready to read.</summary>
    private sealed record Side(IReadOnlyList<DatasetDefinition> Datasets, IPayloadDecoder Decoder, INormalizer Normalizer);
}
