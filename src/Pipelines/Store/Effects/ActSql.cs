namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Acts: written, and the records they name looked for.</summary>
internal static class ActSql
{
    /// <summary>Records that acts of these sources named so far.</summary>
    public const string NamedSoFar =
        "select record_no from hub.act where source_no = any(@sources) and record_no is not null";

    /// <summary>
    /// One act a source. A newer version of the source replaces it; what the act named stays found unless it names something else, and an act that a
    /// person ended stays ended unless it orders something else.
    /// </summary>
    public const string Upsert =
        """
        with fresh as (
            select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::date[], $11::date[],
                                 $12::text[], $13::text[], $14::text[], $15::text[], $16::bigint[], $17::text[], $18::text[], $19::integer[])
                   with ordinality as t (source_no, version_no, action, reason, author, document, note, field, value, from_day, to_day,
                                         dataset, number, code, name_digest, record_no, state, finding, line, place)
        )
        insert into hub.act as a (source_no, version_no, action, reason, author, document, note, field, value, from_day, to_day,
                                  dataset, number, code, name_digest, record_no, state, finding, line, run_id, payload_id)
        select source_no, version_no, action, reason, author, document, note, field, value, from_day, to_day,
               dataset, number, code, name_digest, record_no, state, finding, line, $20, $21
        from fresh f where action <> 'none' or exists (select 1 from hub.act e where e.source_no = f.source_no) order by place
        on conflict (source_no) do update
        set version_no = excluded.version_no, action = excluded.action, reason = excluded.reason, author = excluded.author, document = excluded.document,
            note = excluded.note, field = excluded.field, value = excluded.value, from_day = excluded.from_day, to_day = excluded.to_day,
            dataset = excluded.dataset, number = excluded.number, code = excluded.code, name_digest = excluded.name_digest,
            record_no = case when (a.dataset, a.number, a.code, a.name_digest) is not distinct from (excluded.dataset, excluded.number, excluded.code, excluded.name_digest)
                             then coalesce(excluded.record_no, a.record_no) else excluded.record_no end,
            state = case when (a.dataset, a.number, a.code, a.name_digest) is not distinct from (excluded.dataset, excluded.number, excluded.code, excluded.name_digest)
                         and a.record_no is not null then 'found' else excluded.state end,
            finding = excluded.finding, line = excluded.line, run_id = excluded.run_id, payload_id = excluded.payload_id, made_at = clock_timestamp(),
            ended_at = case when (a.action, a.reason, a.dataset, a.number, a.code, a.name_digest, a.from_day, a.to_day)
                                 is not distinct from (excluded.action, excluded.reason, excluded.dataset, excluded.number, excluded.code, excluded.name_digest, excluded.from_day, excluded.to_day)
                            then a.ended_at end,
            ended_by = case when (a.action, a.reason, a.dataset, a.number, a.code, a.name_digest, a.from_day, a.to_day)
                                 is not distinct from (excluded.action, excluded.reason, excluded.dataset, excluded.number, excluded.code, excluded.name_digest, excluded.from_day, excluded.to_day)
                            then a.ended_by end
        where a.version_no is null or a.version_no <= excluded.version_no
        returning act_no, source_no, record_no
        """;

    /// <summary>Records that may be meant: of the subject with this code, with this number where the subject has no code, of the organisation with this name.</summary>
    public const string Candidates =
        """
        with named as (
            select * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as t (dataset, number, code, name_key, place)
        )
        select (n.place - 1)::integer, v.record_no
        from named n join hub.record_version v on v.subject_id = n.code join hub.dataset d on d.dataset_no = v.dataset_no and d.code = n.dataset
        union
        select (n.place - 1)::integer, r.record_no
        from named n join hub.reference r on r.dataset = n.dataset and r.number = n.number
        union
        select (n.place - 1)::integer, v.record_no
        from named n join hub.subject_name m on m.folded = n.name_key join hub.record_version v on v.subject_id = m.key
        join hub.dataset d on d.dataset_no = v.dataset_no and d.code = n.dataset
        where n.code is null
        """;

    public const string Contents =
        """
        select r.no, v.version_no, v.dataset_no, convert_to(v.content, 'UTF8')
        from unnest($1) r(no)
        join lateral (select x.version_no, x.dataset_no, x.content from hub.record_version x
                      where x.record_no = r.no and x.content is not null and x.act_no is null order by x.version desc limit 1) v on true
        """;

    public const string Find =
        """
        update hub.act a set record_no = f.record_no, state = f.state, finding = f.finding
        from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) f(act_no, record_no, state, finding)
        where a.act_no = f.act_no
        """;

    /// <summary>Acts that wait for a record of these datasets.</summary>
    public const string Waiting =
        """
        select act_no as "ActNo", action as "Action", reason as "Reason", dataset as "Dataset", number as "Number", code as "Code", name_digest as "NameDigest",
               finding as "Finding", source_no as "SourceNo", version_no as "VersionNo"
        from hub.act where (@datasets::text[] is null or dataset = any(@datasets)) and state in ('open', 'unclear') and ended_at is null and action <> 'none'
        order by act_no desc limit 50000
        """;

    /// <summary>A row of the supplier ends what only its absence had done.</summary>
    public const string Returned =
        "update hub.act set ended_at = clock_timestamp() where record_no = any($1) and reason = 'DELETED' and source_no is null and ended_at is null";

    public const string TryLock = "select pg_try_advisory_xact_lock(x'4352454449540007'::bigint)"; // "CREDIT" 0007

    /// <summary>Records of acts whose last day is over, which end here, and of those whose first day came after they were made.</summary>
    public const string Dated =
        """
        with over as (update hub.act set ended_at = clock_timestamp() where to_day < @today and ended_at is null returning record_no)
        select record_no from over where record_no is not null
        union
        select record_no from hub.act
        where from_day between @today - 30 and @today and from_day > (made_at at time zone 'Asia/Shanghai')::date and ended_at is null and record_no is not null
        """;

    /// <summary>Ends what the end of a publication term has done.</summary>
    public const string Rejudge = "update hub.act set ended_at = clock_timestamp() where record_no = any(@records) and reason = 'EXPIRED' and source_no is null and author is null and ended_at is null";

    /// <summary>Records whose term may be over and that no person let go again, or whose term was found to be over: of the datasets with terms, after a record number, with their newest content.</summary>
    public const string Termed =
        """
        select h.record_no, h.operation <> 'W' as shown, v.dataset_no, convert_to(v.content, 'UTF8') as content, (v.stored_at at time zone 'Asia/Shanghai')::date as stored_on
        from (select record_no, operation from hub.head where record_no > @after and operation in ('P', 'M', 'W') order by record_no limit @limit) h
        join lateral (select x.dataset_no, x.content, x.stored_at, x.decided_on from hub.record_version x
                      where x.record_no = h.record_no and x.content is not null and x.act_no is null order by x.version desc limit 1) v on true
        where v.dataset_no = any(@datasets)
          and (h.operation <> 'W' and coalesce(v.decided_on <= @decidedBy, true)
               and not exists (select 1 from hub.act a where a.record_no = h.record_no and a.reason = 'EXPIRED' and a.source_no is null and a.author is null and a.ended_by is not null)
               or exists (select 1 from hub.act a where a.record_no = h.record_no and a.reason = 'EXPIRED' and a.source_no is null and a.author is null and a.ended_at is null))
        order by h.record_no
        """;

    /// <summary>Where the next look at terms begins after that many records; null = there are none.</summary>
    public const string Furthest = "select max(record_no) from (select record_no from hub.head where record_no > @after and operation in ('P', 'M', 'W') order by record_no limit @limit) h";

    public const string Shown = "select record_no, record_id from hub.head where record_id = any(@ids) and operation in ('P', 'M')";

    public const string Concerned = "select distinct record_no from hub.act where record_no = any(@records) and ended_at is null";
}
