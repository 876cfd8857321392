using System.Security.Cryptography;
using System.Text;
using CreditHub.Pipelines.Catalog;
using CreditHub.Pipelines.Store;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Reports;

/// <summary>The life of a record from the evidence views: payload, row, versions, deliveries, receipts. Personal values are masked.</summary>
public sealed class TraceReport(NpgsqlDataSource database, CatalogSnapshot snapshot)
{
    private readonly PlatformWords _words = new(database, snapshot);

    /// <summary>Most records of one answer.</summary>
    public const int MostRecords = 50;

    /// <summary>Record id of a dataset and its natural-key values (normalised, in catalog order).</summary>
    public string RecordId(string dataset, IEnumerable<string> key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', key.Prepend(dataset).Prepend(snapshot.Sender)))));

    /// <summary>All records that match, at most <see cref="MostRecords"/>, by record id. Empty: none.</summary>
    public async Task<IReadOnlyList<TracedRecord>> ReadAsync(TraceQuery query, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        string[] ids = await IdsAsync(connection, query, ct);
        var versions = await ReadAsync<TracedVersion>(connection, ReportSql.Versions, ids, ct);
        var personal = versions.ToLookup(v => v.RecordId, v => ContentView.Personal(v.Json, snapshot.Datasets.GetValueOrDefault((v.Dataset, v.Edition)), v.SubjectId));
        var deliveries = (await ReadAsync<TracedDelivery>(connection, ReportSql.Deliveries, ids, ct))
            .Select(d => Shown(d, personal[d.RecordId].SelectMany(p => p))).ToLookup(d => d.RecordId);
        var placements = (await ReadAsync<TracedPlacement>(connection, ReportSql.Placements, ids, ct)).ToLookup(p => p.RecordId);
        var masked = versions.Select(v => ContentView.Masked(v, snapshot)).ToLookup(v => v.RecordId);
        return [.. ids.Where(masked.Contains).Select(id => new TracedRecord(id, [.. masked[id]], [.. deliveries[id]], [.. placements[id]]))];
    }

    private TracedDelivery Shown(TracedDelivery delivery, IEnumerable<(string, string)> personal) =>
        _words.Shown(new PlatformWord(delivery.RecordId, delivery.Code, delivery.Field, delivery.Message), personal) is var word
            ? delivery with { Code = word.Code, Field = word.Field, Message = word.Text } : delivery;

    private static async Task<string[]> IdsAsync(NpgsqlConnection connection, TraceQuery query, CancellationToken ct)
    {
        if (query.RecordId is { } id)
        {
            return [id];
        }

        string sql = query.Receipt is null ? ReportSql.RecordsOfSubject : ReportSql.RecordsOfReceipt;
        var values = new { subject = query.Subject, receipt = query.Receipt, limit = MostRecords };
        return [.. await connection.QueryAsync<string>(new CommandDefinition(sql, values, cancellationToken: ct))];
    }

    private static Task<IEnumerable<T>> ReadAsync<T>(NpgsqlConnection connection, string sql, string[] ids, CancellationToken ct) =>
        connection.QueryAsync<T>(new CommandDefinition(sql, new { ids }, cancellationToken: ct));
}
