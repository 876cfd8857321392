using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CreditHub.Pipelines.Effects;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>
/// What each platform may see of each dataset as its sender last knew it, how far the books were brought in line (0011-boundary.sql), and what of it waits for a
/// person (0015-retraction.sql). Within the caller's connection.
/// </summary>
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
            "select dataset_no, rules, shown::text, lost, done_to, held_for, held_withdrawn is not null, confirmed_for from hub.boundary where platform_no = $1", connection)
        {
            Parameters = { new() { Value = platformNo } },
        };
        var rows = new List<BoundaryRow>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            rows.Add(new BoundaryRow(platformNo, reader.GetInt16(0), reader.GetString(1), JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(2))!)
            {
                Lost = reader.GetFieldValue<string[]>(3), DoneTo = reader.IsDBNull(4) ? null : reader.GetInt64(4), HeldFor = reader.IsDBNull(5) ? null : reader.GetString(5),
                IsCounted = reader.GetBoolean(6), ConfirmedFor = reader.IsDBNull(7) ? null : reader.GetString(7),
            });
        }

        return rows;
    }

    /// <summary>The row as it is now; what waited for a person waits no more.</summary>
    public async Task WriteAsync(BoundaryRow row, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        """
        update hub.boundary set rules = @Rules, shown = @shown::jsonb, lost = @lost, done_to = @DoneTo,
               held_for = null, held_at = null, held_withdrawn = null, held_replaced = null, held_of = null, confirmed_for = null
        where platform_no = @PlatformNo and dataset_no = @DatasetNo
        """,
        new { row.Rules, shown = JsonSerializer.Serialize(row.Shown), lost = row.Lost.ToArray(), row.DoneTo, row.PlatformNo, row.DatasetNo }, cancellationToken: ct));

    /// <summary>Nothing is taken back from now on until it is counted, and confirmed where it is too much. A row that is held otherwise since it was read stays so.</summary>
    public async Task HoldAsync(BoundaryRow row, string heldFor, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        """
        update hub.boundary set held_for = @heldFor, held_at = clock_timestamp(), held_withdrawn = null, held_replaced = null, held_of = null
        where platform_no = @PlatformNo and dataset_no = @DatasetNo and held_for is not distinct from @before
        """, new { heldFor, before = row.HeldFor, row.PlatformNo, row.DatasetNo }, cancellationToken: ct));

    /// <summary>What was counted is too much.</summary>
    public async Task NoteAsync(BoundaryRow row, int withdrawn, int replaced, long held, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        """
        update hub.boundary set held_withdrawn = @withdrawn, held_replaced = @replaced, held_of = @held where platform_no = @PlatformNo and dataset_no = @DatasetNo
        """, new { withdrawn, replaced, held, row.PlatformNo, row.DatasetNo }, cancellationToken: ct));

    /// <summary>Records of a dataset that a platform holds by its receipts.</summary>
    public async Task<long> HeldThereAsync(short platformNo, short datasetNo, CancellationToken ct) => await connection.ExecuteScalarAsync<long>(new CommandDefinition(
        """
        select count(*) from (select distinct on (record_no) operation from hub.settlement
                              where platform_no = @platformNo and dataset_no = @datasetNo and state = 'accepted' order by record_no, version desc) s
        where operation = 'P'
        """, new { platformNo, datasetNo }, cancellationToken: ct));

    public async Task<IReadOnlyList<WaitingRetraction>> WaitingAsync(CancellationToken ct) => (await connection.QueryAsync<WaitingRetraction>(new CommandDefinition(
        """
        select platform as "Platform", dataset as "Dataset", edition as "Edition", since as "Since", withdrawn as "Withdrawn", replaced as "Replaced",
               held_there as "HeldThere", confirmed as "Confirmed"
        from evidence.retraction order by 1, 2, 3
        """, cancellationToken: ct))).AsList();

    /// <summary>Returns the records that were counted.</summary>
    public async Task<long> ConfirmAsync(string platform, string dataset, CancellationToken ct) => await connection.ExecuteScalarAsync<long>(new CommandDefinition(
        """
        with agreed as (
            update hub.boundary b set confirmed_for = held_for from hub.platform p, hub.dataset d
            where p.platform_no = b.platform_no and d.dataset_no = b.dataset_no and p.name = @platform and d.code = @dataset
              and b.held_for is not null and b.held_withdrawn is not null
            returning b.held_withdrawn + b.held_replaced as records
        )
        select coalesce(sum(records), 0)::bigint from agreed
        """, new { platform, dataset }, cancellationToken: ct));

    /// <summary>Something waits that a person has agreed to, or that nobody has counted.</summary>
    public async Task<bool> IsDueAsync(short platformNo, CancellationToken ct) => await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
        "select exists (select 1 from hub.boundary where platform_no = @platformNo and held_for is not null and (held_for = confirmed_for or held_withdrawn is null))",
        new { platformNo }, cancellationToken: ct));

    /// <summary>How far the pass over the records has come; null: to the end.</summary>
    public async Task AdvanceAsync(short platformNo, long? doneTo, CancellationToken ct) => await connection.ExecuteAsync(new CommandDefinition(
        "update hub.boundary set done_to = @doneTo::bigint, lost = case when @doneTo::bigint is null then '{}' else lost end where platform_no = @platformNo and done_to is not null and held_for is null",
        new { platformNo, doneTo }, cancellationToken: ct));
}

/// <summary>One platform's boundary in one dataset. <paramref name="Rules"/>, <paramref name="Shown"/>: see <c>BoundaryView</c>.</summary>
internal sealed record BoundaryRow(short PlatformNo, short DatasetNo, string Rules, IReadOnlyDictionary<string, string> Shown)
{
    /// <summary>Fields that are shown less than they were when records were sent.</summary>
    public IReadOnlyList<string> Lost { get; init; } = [];

    /// <summary>Number of the record up to which the books were brought in line; null: all are.</summary>
    public long? DoneTo { get; init; }

    /// <summary>Not in the books: a pass over all records is to begin.</summary>
    public bool Passes { get; init; }

    /// <summary>Digest of what a pass is to bring about, 64 hex digits.</summary>
    public string Aim => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n',
        Shown.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {s.Value}").Concat(Lost.Order(StringComparer.Ordinal)).Prepend(Rules)))));

    /// <summary>Digest of the configuration that would take records back and waits for a person, or to be counted; null: none.</summary>
    public string? HeldFor { get; init; }

    /// <summary>How much it would take back is known.</summary>
    public bool IsCounted { get; init; }

    /// <summary>Digest of the configuration to which a person agreed.</summary>
    public string? ConfirmedFor { get; init; }
}
