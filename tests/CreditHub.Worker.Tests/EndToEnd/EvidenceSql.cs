namespace CreditHub.Worker.Tests.EndToEnd;

/// <summary>Questions to the evidence views. Each fault is a sentence and a query that finds nothing when all is well.</summary>
internal static class EvidenceSql
{
    public static readonly IReadOnlyList<(string Sentence, string Query)> Faults =
    [
        ("a run is still open", "select run_id::text from evidence.run where outcome = 'running' or ended_at is null"),
        ("the sum of a run does not close",
            "select run_id::text from evidence.run where read <> new + changed + unchanged + duplicate + excluded + rejected"),
        ("a run read other than its payloads hold",
            """
            select r.run_id || ': read ' || r.read || ', payloads ' || coalesce(sum(p.rows), 0)
            from evidence.run r left join evidence.payload p using (run_id) group by r.run_id, r.read having r.read <> coalesce(sum(p.rows), 0)
            """),
        ("the rows of a run are other than its counts say",
            """
            select r.run_id || ': ' || d.disposition || ' ' || d.counted || ', rows ' || count(w.line)
            from evidence.run r
            cross join lateral (values ('new', r.new), ('changed', r.changed), ('duplicate', r.duplicate), ('excluded', r.excluded), ('rejected', r.rejected)) d (disposition, counted)
            left join evidence.row w on w.run_id = r.run_id and w.disposition = d.disposition
            group by r.run_id, d.disposition, d.counted having d.counted <> count(w.line)
            """),
        ("a source row stands in the books twice",
            "select payload_id || ' line ' || line from evidence.row group by payload_id, line having count(*) > 1"),
        ("a row lies outside its payload",
            "select w.payload_id || ' line ' || w.line from evidence.row w join evidence.payload p using (payload_id) where w.run_id <> p.run_id or w.line not between 1 and p.rows"),
        ("a payload was taken twice",
            "select name || ' ' || sha256 from evidence.payload where complete group by connector, name, sha256 having count(*) > 1"),
        ("a payload was not finished", "select payload_id::text from evidence.payload where not complete and outcome is distinct from 'refused'"),
        ("versions have a gap", "select record_id from evidence.version group by record_id having min(version) <> 1 or max(version) <> count(*)"),
        ("neighbouring versions are alike",
            """
            select record_id || ' ' || version from (
                select record_id, version, content_hash, operation, lag(content_hash) over w as before, lag(operation) over w as did
                from evidence.version window w as (partition by record_id order by version)) v
            where content_hash = before and operation = did
            """),
        ("a version is not queued exactly once",
            """
            select p.platform || ' ' || v.record_id || ' ' || v.version || ': ' || count(o.version)
            from evidence.version v cross join unnest(@platforms) p(platform) left join evidence.outbox o using (platform, record_id, version)
            group by p.platform, v.record_id, v.version having count(o.version) <> 1
            """),
        ("something queued is no version",
            "select record_id || ' ' || version from evidence.outbox o where not exists (select 1 from evidence.version v where (v.record_id, v.version) = (o.record_id, o.version))"),
        ("something owed is not settled",
            "select record_id || ' ' || version || ' ' || state from evidence.outbox where state not in ('accepted', 'refused', 'superseded', 'excluded')"),
        ("superseded without a newer version",
            """
            select record_id || ' ' || version from evidence.outbox o
            where state = 'superseded' and not exists (select 1 from evidence.outbox n where (n.platform, n.record_id) = (o.platform, o.record_id) and n.version > o.version)
            """),
        ("the cursor is not where the last merged payload ended",
            """
            select l.connector || ': run ' || l.run_id || ', cursor ' || coalesce(c.run_id::text, 'none')
            from (select connector, max(run_id) as run_id from evidence.payload where complete group by connector) l
            left join evidence.cursor c using (connector) where c.run_id is distinct from l.run_id
            """),
        ("terms of a lease overlap",
            """
            select name || ' ' || epoch from (
                select name, epoch, taken_at, lag(released_at) over w as freed, lag(epoch) over w as before from evidence.lease
                window w as (partition by name order by epoch)) t
            where before is not null and (freed is null or freed > taken_at or epoch <> before + 1)
            """),
        ("bad data has no reason", "select rejection_id from evidence.rejection where rule = '' or reason = '' or reason is null"),
        ("trouble of our own stands among bad data",
            """
            select r.run_id || ': ' || r.rejected || ', quarantined ' || count(distinct j.rejection_id)
            from evidence.run r left join evidence.rejection j using (run_id) group by r.run_id, r.rejected having r.rejected <> count(distinct j.rejection_id)
            """),
    ];

    public const string Outbox =
        """
        select record_id as RecordId, version, state, packet_id::text as PacketId, receipt_no as ReceiptNo, code, field, message
        from evidence.outbox where platform = @name
        """;

    public const string Attempts = "select packet_id::text as PacketId, body_sha256 as BodySha256 from evidence.attempt where platform = @name";

    public const string Placements =
        """
        select p.record_id as RecordId, p.version, upper(p.state) as State, case p.state when 'published' then v.content_hash end as ContentHash
        from evidence.placement p join evidence.version v using (record_id, version) where p.platform = @name
        """;

    public const string Digest =
        "select count(*) || ' ' || coalesce(sum(hashtextextended(concat_ws('/', record_id, version, operation, content_hash), 0)::numeric), 0) from evidence.version";

    public const string Sizes =
        "select concat_ws(' ', (select count(*) from evidence.version), (select count(*) from evidence.outbox), (select count(*) from evidence.attempt))";
}
