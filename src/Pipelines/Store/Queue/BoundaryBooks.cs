using System.Text.Json;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>What each platform may see of each dataset as its sender last knew it, and how far the books were brought in line (0011-boundary.sql). Within the caller's connection.</summary>
internal sealed class BoundaryBooks(NpgsqlConnection connection)
{
    /// <summary>Pairs of platform and dataset that are new: nothing was sent under another boundary.</summary>
    public async Task AddMissingAsync(IReadOnlyList<BoundaryRow> rows, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        """
        insert into hub.boundary (platform_no, dataset_no, rules, shown)
        select t.platform_no, t.dataset_no, t.rules, t.shown::jsonb from unnest(@platforms, @datasets, @rules, @shown) as t (platform_no, dataset_no, rules, shown)
        where not exists (select 1 from hub.boundary b where b.platform_no = t.platform_no and b.dataset_no = t.dataset_no)
        on conflict do nothing
        """,
        new
        {
            platforms = rows.Select(r => r.PlatformNo).ToArray(), datasets = rows.Select(r => r.DatasetNo).ToArray(), rules = rows.Select(r => r.Rules).ToArray(),
            shown = rows.Select(r => JsonSerializer.Serialize(r.Shown)).ToArray(),
        }, cancellationToken: ct));

    public async Task<List<BoundaryRow>> ReadAsync(short platformNo, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select dataset_no, rules, shown::text, lost, done_to from hub.boundary where platform_no = $1", connection) { Parameters = { new() { Value = platformNo } } };
        var rows = new List<BoundaryRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new BoundaryRow(platformNo, reader.GetInt16(0), reader.GetString(1), JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!)
            {
                Lost = reader.GetFieldValue<string[]>(3), DoneTo = reader.IsDBNull(4) ? null : reader.GetInt64(4),
            });
        }

        return rows;
    }

    public async Task WriteAsync(BoundaryRow row, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        """
        update hub.boundary set rules = @Rules, shown = @shown::jsonb, lost = @lost, done_to = @DoneTo
        where platform_no = @PlatformNo and dataset_no = @DatasetNo
        """,
        new { row.Rules, shown = JsonSerializer.Serialize(row.Shown), lost = row.Lost.ToArray(), row.DoneTo, row.PlatformNo, row.DatasetNo }, cancellationToken: ct));

    /// <summary>How far the pass over the records has come; null: to the end.</summary>
    public async Task AdvanceAsync(short platformNo, long? doneTo, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        "update hub.boundary set done_to = @doneTo::bigint, lost = case when @doneTo::bigint is null then '{}' else lost end where platform_no = @platformNo and done_to is not null",
        new { platformNo, doneTo }, cancellationToken: ct));
}

/// <summary>One platform's boundary in one dataset. <paramref name="Rules"/>, <paramref name="Shown"/>: see <c>BoundaryView</c>.</summary>
internal sealed record BoundaryRow(short PlatformNo, short DatasetNo, string Rules, IReadOnlyDictionary<string, string> Shown)
{
    /// <summary>Fields that are shown less than they were when records were sent.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Number of the record up to which the books were brought in line; null: all are.</summary>
    public long? DoneTo { get; init; }
}
