namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Reports on withdrawals. They read the evidence views only.</summary>
internal static class WithdrawalReportSql
{
    public const string Lines =
        """
        select record_id as "RecordId", dataset as "Dataset", version as "Version", reason as "Reason", author as "Author", document as "Document",
               stored_at as "StoredAt", due_on as "DueOn", platform as "Platform", state as "State", confirmed_at as "ConfirmedAt", receipt_no as "ReceiptNo",
               message as "Message", clock as "Clock"
        from evidence.withdrawal
        where (@recordId::text is null or record_id = @recordId) and (not @openOnly or state in ('pending', 'sending', 'unknown', 'refused', 'parked'))
        order by stored_at desc, record_id, platform limit @limit
        """;

    public const string Unclear =
        """
        select act_no as "ActNo", action as "Action", reason as "Reason", document as "Document", dataset as "Dataset", finding as "Finding", made_at as "MadeAt",
               run_id as "RunId", line as "Line", null::text as "Platform", null::text as "RecordId"
        from evidence.act where state in ('open', 'unclear') and ended_at is null and action <> 'none'
        union all
        select 0, case kind when 'REPAIR' then 'withdraw' when 'OBJECTION' then 'mark' else 'none' end, kind, feedback_id, null, finding, read_at, 0, 0, platform, record_id
        from evidence.feedback where state in ('open', 'unknown_record')
        order by 7, 1 limit @limit
        """;

    // what is owed is read from the queue, which is small, and not from all withdrawals there ever were
    public const string Status =
        """
        with owed as (
            select state, created_at, coalesce(due_on, (created_at at time zone 'Asia/Shanghai')::date + 1) as due_on from evidence.outbox
            where operation = 'WITHDRAW' and state in ('pending', 'sending', 'unknown', 'refused', 'parked')
        )
        select count(*) as "Open", count(*) filter (where now() - created_at > interval '4 hours') as "Alarm",
               count(*) filter (where (now() at time zone 'Asia/Shanghai')::date > due_on) as "Breach", count(*) filter (where state in ('refused', 'parked')) as "Refused",
               (select count(*) from evidence.act where state = 'unclear' and ended_at is null and action <> 'none')
               + (select count(*) from evidence.feedback where state in ('open', 'unknown_record')) as "Unclear"
        from owed
        """;
}
