using CreditHub.Pipelines.Runs;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Delivery;
using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Normalization;
using CreditHub.Pipelines.Reports;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Previews;

/// <summary>Fetches, normalises and checks without writing: neither books nor files, and the source is not told.</summary>
public sealed class PreviewRun
{
    private readonly NpgsqlDataSource _database;
    private readonly CatalogSnapshot _snapshot;
    private readonly ConnectorPlans _plans;
    private readonly Ledger _ledger;
    private readonly TimeProvider _time;

    internal PreviewRun(NpgsqlDataSource database, CatalogSnapshot snapshot, ConnectorPlans plans, Ledger ledger, TimeProvider time)
    {
        _database = database;
        _snapshot = snapshot;
        _plans = plans;
        _ledger = ledger;
        _time = time;
    }

    /// <summary>
    /// The first <paramref name="rows"/> rows of what the connector would collect now; personal values masked unless <paramref name="plain"/>.
    /// Errors: <see cref="ConnectorException"/>.
    /// </summary>
    public async Task<PreviewResult> RunAsync(string connector, int rows, bool plain, CancellationToken ct)
    {
        if (!_snapshot.Connectors.TryGetValue(connector, out var definition))
        {
            throw new ConnectorException(FailureKind.Config, $"No connector {connector} is configured. Configured: {string.Join(", ", _snapshot.Connectors.Keys.Order(StringComparer.Ordinal))}.");
        }

        var plan = await _plans.PrepareAsync(definition, ct);
        return await RunAsync(plan, plan.Source.FetchAsync(new FetchWindow(await _ledger.CursorAsync(connector, ct)), ct), rows, plain, ct);
    }

    /// <summary>The same of one payload, whatever the connector would collect.</summary>
    public async Task<PreviewResult> RunAsync(string connector, FetchedPayload payload, int rows, bool plain, CancellationToken ct) =>
        await RunAsync(await _plans.PrepareAsync(_snapshot.Connectors[connector], ct), new[] { payload }.ToAsyncEnumerable(), rows, plain, ct);

    private async Task<PreviewResult> RunAsync(ConnectorPlan plan, IAsyncEnumerable<FetchedPayload> payloads, int rows, bool plain, CancellationToken ct)
    {
        var seen = new List<PreviewRow>();
        var hashes = new List<string>();
        await foreach (var payload in payloads.WithCancellation(ct))
        {
            await using var bytes = await payload.OpenAsync(ct);
            await foreach (var record in plan.Normalizer.ReadAsync(bytes, plan.Decoder, Beijing.DayOf(_time.GetUtcNow()), ct))
            {
                if (seen.Count == rows)
                {
                    return await ResultAsync(plan, seen, hashes, more: true, ct);
                }

                seen.Add(Row(plan, payload.Name, record, plain));
                hashes.Add(Convert.ToHexStringLower(record.ContentHash));
            }
        }

        return await ResultAsync(plan, seen, hashes, more: false, ct);
    }

    /// <summary>Whether these columns have all that the connector's mapping takes from them. Errors: <see cref="ConnectorException"/> of kind Payload that names what is missing.</summary>
    public async Task CheckColumnsAsync(string connector, IReadOnlyList<string> columns, CancellationToken ct)
    {
        var plan = await _plans.PrepareAsync(_snapshot.Connectors[connector], ct);
        await foreach (var record in plan.Normalizer.ReadAsync(Stream.Null, new ColumnsOnly(columns), Beijing.DayOf(_time.GetUtcNow()), ct))
        {
            throw new System.Diagnostics.UnreachableException(record.Raw.Fault);
        }
    }

    private PreviewRow Row(ConnectorPlan plan, string payload, Record record, bool plain) => Row(plan, payload, record, plan.Normalizer.Times(), plain);

    private PreviewRow Row(ConnectorPlan plan, string payload, Record record, RecordTimes times, bool plain) => new()
    {
        Payload = payload,
        Line = record.Raw.Line,
        Location = RecordLocation.Of(plan.Decoder.LocationTemplate, record.Raw.Position),
        Verdict = record.ExcludedReason is not null ? "excluded" : record.Accepted ? "new" : "rejected",
        Reason = record.ExcludedReason,
        RecordId = record.HasId ? record.Id.ToString() : null,
        DueOn = record.DueOn,
        Edition = times.Edition,
        Publication = record.Accepted && times.Publication is { } span ? PreviewPublication.Of(span) : null,
        KeptUntil = record.Accepted ? times.KeptUntil : null,
        Fields = [.. plan.Normalizer.Trace().Select(f => Shown(plan.Datasets[record.Edition], f, plain || !IsPersonal(plan, record), plain))],
        Violations = [.. record.Violations],
        Platforms = record.Accepted ? PlatformsOf(plan.Datasets[record.Edition], record) : new Dictionary<string, string?>(),
    };

    // A row that is not accepted has no subject yet: its names are treated as a person's.
    private static bool IsPersonal(ConnectorPlan plan, Record record) => record.NaturalPerson || !record.Accepted && plan.Datasets[record.Edition].Subject.PersonId is not null;

    internal static PreviewField Shown(DatasetDefinition dataset, FieldTrace field, bool organisation, bool plain)
    {
        var definition = dataset.Fields.First(f => f.Code == field.Code);
        string Mask(string value) => plain ? value : FieldMask.Apply(definition, dataset, !organisation, value);
        return new PreviewField(field.Code, field.Name, Mask(field.Raw), Mask(field.Normalized), field.ChangedBy);
    }

    private Dictionary<string, string?> PlatformsOf(DatasetDefinition dataset, Record record) => _snapshot.Platforms.Values
        .Select(p => (p.Name, Decision: Boundary.Owed(p, dataset, dataset.Disclosure, record.NaturalPerson, record.WithholdMask)))
        .Where(p => p.Decision.Verdict != BoundaryVerdict.NotConcerned)
        .ToDictionary(p => p.Name, p => p.Decision.Reason, StringComparer.Ordinal);

    private Dictionary<string, IReadOnlyList<string>> LeftOut(IReadOnlyList<DatasetDefinition> editions) => _snapshot.Platforms.Values
        .Where(p => p.Enabled && PlatformFields.Takes(p, editions[0].Code))
        .Select(p => (p.Name, Fields: editions.Where(d => PlatformFields.MaySee(p, d.Disclosure)).SelectMany(d => PlatformFields.LeftOut(p, d)).Distinct().ToList()))
        .Where(p => p.Fields.Count > 0).ToDictionary(p => p.Name, p => (IReadOnlyList<string>)p.Fields, StringComparer.Ordinal);

    private async Task<PreviewResult> ResultAsync(ConnectorPlan plan, List<PreviewRow> rows, List<string> hashes, bool more, CancellationToken ct)
    {
        string[] ids = [.. rows.Where(r => r.Verdict == "new").Select(r => r.RecordId!).Distinct(StringComparer.Ordinal)];
        await using var connection = await _database.OpenConnectionAsync(ct);
        var held = (await connection.QueryAsync<(string Id, string Hash, string Operation)>(
            new CommandDefinition(ReportSql.LastVersions, new { ids }, cancellationToken: ct))).ToDictionary(v => v.Id, StringComparer.Ordinal);
        var last = rows.Select((row, place) => (row, place)).Where(r => r.row.RecordId is not null)
            .GroupBy(r => r.row.RecordId!).ToDictionary(g => g.Key, g => g.Max(r => r.place), StringComparer.Ordinal);
        var judged = rows.Select((row, place) => row.Verdict != "new" ? row
            : last[row.RecordId!] != place ? row with { Verdict = "duplicate", Reason = "同一记录在后面再次出现，以最后一条为准" }
            : !held.TryGetValue(row.RecordId!, out var version) ? row
            : row with { Verdict = version.Operation == "PUBLISH" && version.Hash == hashes[place] ? "unchanged" : "changed" });
        return new PreviewResult(plan.Connector.Name, plan.Dataset.Code, plan.Dataset.Edition, [.. judged], [.. plan.Normalizer.UnknownColumns], [.. plan.Normalizer.ForbiddenColumns], LeftOut(plan.Datasets), more);
    }
}
