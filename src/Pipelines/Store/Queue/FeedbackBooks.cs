using CreditHub.Pipelines.Model;
using CreditHub.Pipelines.Reports;
using Dapper;
using Npgsql;

namespace CreditHub.Pipelines.Store.Queue;

/// <summary>
/// The books of a platform's feedback. A page, what becomes of its findings and how far was read are one fenced transaction. Personal values that a platform
/// repeats are not taken over.
/// </summary>
internal sealed class FeedbackBooks(NpgsqlDataSource database, PlatformWords words, Lease lease, short platformNo)
{
    public async Task<string> CursorAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        return await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "select value from hub.feedback_cursor where platform_no = @platformNo", new { platformNo }, cancellationToken: ct)) ?? "";
    }

    /// <summary>Findings that were new, and how many of them became entries in quarantine.</summary>
    public async Task<(long Read, long Quarantined)> AddAsync(IReadOnlyList<FeedbackItem> items, string after, CancellationToken ct)
    {
        var said = await words.ShownAsync([.. items.Select(i => new PlatformWord(i.Id.ToString(), i.Code, i.Field, i.Message))], ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await lease.FenceAsync(connection, transaction, ct);
        var added = (await connection.QueryAsync<string>(new CommandDefinition(AddSql, new
        {
            platformNo, ids = Texts(i => i.FeedbackId), records = Texts(i => i.Id.ToString()), kinds = Texts(i => i.Kind.ToString().ToUpperInvariant()),
            codes = said.Select(s => s.Code).ToArray(), fields = said.Select(s => s.Field).ToArray(), messages = said.Select(s => s.Text).ToArray(),
            times = items.Select(i => i.At?.UtcDateTime).ToArray(),
        }, transaction, cancellationToken: ct))).AsList();
        long quarantined = 0;
        var doubted = (await connection.QueryAsync<(string Id, string RecordId, string? Code, string? Field, string? Message)>(
            new CommandDefinition(DoubtedSql, new { platformNo }, transaction, cancellationToken: ct))).AsList();
        var shown = await words.ShownAsync(doubted.ConvertAll(d => new PlatformWord(d.RecordId, d.Code, d.Field, d.Message)), ct);
        foreach (var (id, word) in doubted.Zip(shown, (d, word) => (d.Id, word)))
        {
            // one by one: several findings about one record make one entry with several reasons
            quarantined += await connection.ExecuteScalarAsync<long>(new CommandDefinition(QuarantineSql, new { platformNo, id, word.Code, word.Field, word.Text }, transaction, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into hub.feedback_cursor (platform_no, value) values (@platformNo, @after)
            on conflict (platform_no) do update set value = excluded.value, moved_at = clock_timestamp()
            """, new { platformNo, after }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        return (added.Count, quarantined);

        string[] Texts(Func<FeedbackItem, string> pick) => [.. items.Select(pick)];
    }

    /// <summary>What was new, and what was about records that were not in the books when it was read.</summary>
    private const string DoubtedSql =
        """
        select f.feedback_id, f.record_id, f.code, f.field, f.message from hub.feedback f join hub.head h using (record_id)
        where f.platform_no = @platformNo and f.state in ('open', 'unknown_record') and f.kind in ('QUALITY', 'CORRECTION') order by f.read_at, f.feedback_id
        """;

    private const string AddSql =
        """
        insert into hub.feedback (platform_no, feedback_id, record_id, kind, code, field, message, said_at, state)
        select @platformNo, i.id, i.record_id, i.kind, i.code, i.field, i.message, i.at,
               case when exists (select 1 from hub.head h where h.record_id = i.record_id) then 'open' else 'unknown_record' end
        from unnest(@ids, @records, @kinds, @codes, @fields, @messages, @times::timestamptz[]) i(id, record_id, kind, code, field, message, at)
        on conflict do nothing
        returning feedback_id
        """;

    /// <summary>The entry lies at the source row that made the record's newest version; an entry that stands there already gets one reason more and is open again.</summary>
    private const string QuarantineSql =
        """
        with said as (
            select f.*, v.payload_id, v.line, v.run_id, v.position, v.dataset_no, v.content, y.connector, p.title
            from hub.feedback f join hub.head h using (record_id) join hub.record_version v using (version_no)
            join hub.payload y on y.payload_id = v.payload_id
            cross join lateral (select name as title from hub.platform where platform_no = f.platform_no) p
            where f.platform_no = @platformNo and f.feedback_id = @id
        ), entered as (
            insert into hub.rejection (payload_id, line, run_id, position, connector, dataset_no, record_id, raw)
            select payload_id, line, run_id, position, connector, dataset_no, record_id, coalesce(content, '{}') from said
            on conflict (payload_id, line) do update set state = 'open', closed_at = null, closed_by = null
            returning payload_id, line
        ), reasoned as (
            insert into hub.violation (payload_id, line, ordinal, rule, field, reason)
            select s.payload_id, s.line, coalesce((select max(x.ordinal) + 1 from hub.violation x where x.payload_id = s.payload_id and x.line = s.line), 0),
                   'platform_feedback', coalesce(@Field::text, ''),
                   concat('平台 ', s.title, ' 反馈', case s.kind when 'CORRECTION' then '（要求更正）' else '（数据质量）' end, '：', concat_ws(' ', @Code::text, @Text::text), '。请核实后重新报送')
            from said s join entered e using (payload_id, line)
        )
        update hub.feedback f set state = 'quarantined', finding = null, code = @Code, field = @Field, message = @Text from said s where f.platform_no = s.platform_no and f.feedback_id = s.feedback_id
        returning 1::bigint
        """;
}
