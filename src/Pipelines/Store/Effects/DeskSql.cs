namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Acts made at the hub.</summary>
internal static class DeskSql
{
    public const string Targets =
        """
        select h.record_id, d.code,  h.version,
               case h.operation when 'P' then 'published' when 'M' then 'edited' when 'W' then 'withdrawn' else 'deleted' end,
               array(select l.platform from evidence.placement l where l.record_id = h.record_id and l.state = 'published' order by 1),
               array(select distinct p.name from hub.platform p join hub.record_version x on x.record_no = h.record_no
                     join hub.outbox o on o.platform_no = p.platform_no and o.priority in (0, 1) and o.version_no = x.version_no order by 1)
        from hub.head h join hub.record_version v on v.version_no = h.version_no join hub.dataset d on d.dataset_no = v.dataset_no
        where h.record_id = any(@ids) order by h.record_id
        """;

    public const string Records = "select record_no from hub.head where record_id = any(@ids) order by record_id";

    public const string RecordsOf =
        """
        select distinct record_id from evidence.version
        where subject_id = any(array(select @subject::text union select k.key from evidence.subject_key c join evidence.subject_key k using (subject_no) where c.key = @subject))
          and (@dataset::text is null or dataset = @dataset)
        order by record_id limit @limit
        """;

    /// <summary>A run that ended as it began, with what was asked as its payload.</summary>
    public const string Open =
        """
        with begun as (
            insert into hub.run (connector, kind, actor, epoch, config_digest, dataset_no, step, outcome, ended_at)
            select @connector, 'manual', @actor, 0, @digest, v.dataset_no, 'ended', 'succeeded', clock_timestamp()
            from hub.head h join hub.record_version v on v.version_no = h.version_no where h.record_no = @recordNo
            returning run_id
        )
        insert into hub.payload (run_id, ordinal, connector, name, sha256, bytes, received_at, received_on, path, location, cursor, rows, outcome, settled_at)
        select run_id, 0, @connector, @name, @sha256, @bytes, @now, @today, '', '', '', 0, 'merged', clock_timestamp() from begun
        returning run_id, payload_id
        """;

    /// <summary>Ends what is in force on these records; the release is the newest act on each.</summary>
    public const string End =
        """
        update hub.act a set ended_at = clock_timestamp(), ended_by = r.act_no
        from unnest(@records, @releases) r (record_no, act_no)
        where a.record_no = r.record_no and a.ended_at is null and a.action not in ('release', 'none') and (@reason::text is null or a.reason = @reason)
        """;
}
