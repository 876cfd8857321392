namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Where records stand and what changes when acts on them change.</summary>
internal static class StandingSql
{
    /// <summary>In key order, as the merge does it: two writers of the same records wait for each other in one order.</summary>
    public const string Lock = "select 1 from hub.head where record_no = any(@records) order by record_id for update";

    /// <summary>
    /// Heads with each act in force on them; read after the locks, so that whatever another transaction ordered is seen. An end of the publication
    /// term stands only while the term that the record has now is over.
    /// </summary>
    public const string Read =
        """
        select h.record_no as "RecordNo", h.version as "Version", h.version_no as "VersionNo", h.operation::text as "Letter",
               a.act_no as "ActNo", a.action as "Action", a.reason as "Reason", a.author as "Author", a.field as "Field", a.value as "Value",
               (select coalesce(max(coalesce(e.ended_by, e.act_no)), 0) from hub.act e where e.record_no = h.record_no) as "LastActNo"
        from hub.head h
        left join hub.act a on a.record_no = h.record_no and a.ended_at is null and a.action not in ('none', 'release')
                           and coalesce(a.from_day <= @today, true) and coalesce(a.to_day >= @today, true)
        where h.record_no = any(@records)
        order by h.record_no, a.act_no
        """;

    public const string Blocks = "select array(select nextval('hub.version_block') from generate_series(1, @blocks))";

    public const string Withdraw =
        """
        insert into hub.record_version (version_no, record_no, version, dataset_no, operation, disclosure, reason, subject_id, content, content_hash,
                                        stored_at, run_id, payload_id, line, position, decided_on, due_on, author, act_no)
        select w.version_no, h.record_no, h.version + 1, v.dataset_no, 'W', v.disclosure, w.reason, v.subject_id, null, v.content_hash,
               clock_timestamp(), coalesce(a.run_id, $7), coalesce(a.payload_id, $8), coalesce(a.line, 0), 0, v.decided_on, $9, w.author, w.act_no
        from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[]) as w (record_no, version_no, letter, reason, author, act_no)
        join hub.head h on h.record_no = w.record_no
        join hub.record_version v on v.version_no = h.version_no
        left join hub.act a on a.act_no = w.act_no
        """;

    /// <summary>The head keeps the hash of the supplier's content, so that the same row is recognised.</summary>
    public const string Heads =
        """
        update hub.head h set version = h.version + 1, version_no = w.version_no, operation = w.letter::"char"
        from unnest($1::bigint[], $2::bigint[], $3::text[]) as w (record_no, version_no, letter)
        where h.record_no = w.record_no
        """;

    public const string Relabel =
        """
        update hub.head h set operation = w.letter::"char"
        from unnest($1::bigint[], $2::text[]) as w (record_no, letter)
        where h.record_no = w.record_no
        """;

    public const string Republish =
        """
        insert into hub.record_version (version_no, record_no, version, dataset_no, operation, disclosure, subject_id, content, content_hash, notes,
                                        stored_at, run_id, payload_id, line, position, decided_on, due_on, act_no)
        select w.version_no, h.record_no, h.version + 1, v.dataset_no, 'P', v.disclosure, v.subject_id, convert_from(w.content, 'UTF8'), w.hash, v.notes,
               clock_timestamp(), coalesce(a.run_id, $7), coalesce(a.payload_id, $8), coalesce(a.line, 0), 0, v.decided_on, v.due_on, w.act_no
        from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[], $6::bigint[]) as w (record_no, version_no, of_version_no, content, hash, act_no)
        join hub.head h on h.record_no = w.record_no
        join hub.record_version v on v.version_no = w.of_version_no
        left join hub.act a on a.act_no = w.act_no
        """;

    public const string Hashes = "select r.no, v.content_hash from unnest($1) r(no) join hub.head h on h.record_no = r.no join hub.record_version v on v.version_no = h.version_no";

    public const string Count = "update hub.run set withdrawn = withdrawn + $2 where run_id = $1";
}
