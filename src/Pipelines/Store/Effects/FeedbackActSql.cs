namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Repairs and objections told by platforms, on their way to become acts.</summary>
internal static class FeedbackActSql
{
    public const string Platforms =
        "select distinct platform_no from hub.feedback where state in ('open', 'unknown_record') and (@platformNo::smallint is null or platform_no = @platformNo) order by 1";

    /// <summary>Those about records that this platform has, or had, by its receipts; what another worker has taken is left to it.</summary>
    public const string Take =
        """
        select p.name as "Platform", f.feedback_id as "FeedbackId", f.kind as "Kind", f.code as "Code", f.field as "Field", f.message as "Message",
               f.record_id as "RecordId", h.record_no as "RecordNo"
        from hub.feedback f join hub.platform p using (platform_no) join hub.head h using (record_id)
        where f.platform_no = @platformNo and f.state in ('open', 'unknown_record') and f.kind in ('REPAIR', 'OBJECTION')
          and (exists (select 1 from hub.settlement s where s.platform_no = f.platform_no and s.record_no = h.record_no and s.state = 'accepted')
               or exists (select 1 from hub.settlement_before s where s.platform_no = f.platform_no and s.record_no = h.record_no and s.state = 'accepted'))
        order by f.read_at, f.feedback_id limit @limit
        for update of f skip locked
        """;

    public const string Close =
        """
        update hub.feedback f set state = 'handed_over', act_no = a.act_no, finding = null, code = a.code, field = a.field, message = a.message
        from unnest(@ids, @acts, @codes, @fields, @messages) a(feedback_id, act_no, code, field, message)
        where f.platform_no = @platformNo and f.feedback_id = a.feedback_id
        """;

    /// <summary>A person has decided about the record for the same reason since: the entry is closed by that.</summary>
    public const string CloseDecided =
        """
        update hub.feedback f set state = 'handed_over', act_no = a.act_no, finding = null
        from hub.head h join hub.act a using (record_no)
        where f.platform_no = @platformNo and f.state in ('open', 'unknown_record') and f.kind in ('REPAIR', 'OBJECTION')
          and h.record_id = f.record_id and a.reason = f.kind and a.made_at >= f.read_at
        """;

    /// <summary>What is left says what it waits for.</summary>
    public const string Explain =
        """
        update hub.feedback f set finding = n.finding
        from (select w.feedback_id, case when h.record_id is null then '本中心账内没有该记录，请与平台核对记录标识'
                     else '按回执该平台并不持有该记录，未作处理；请核实后用 credithub withdraw、hold 或 release --record 办理' end as finding
              from hub.feedback w left join hub.head h using (record_id)
              where w.platform_no = @platformNo and w.state in ('open', 'unknown_record')) n
        where f.platform_no = @platformNo and f.feedback_id = n.feedback_id and f.finding is distinct from n.finding
        """;

    public const string Waiting = "select count(*) from hub.feedback where platform_no = @platformNo and state in ('open', 'unknown_record')";
}
