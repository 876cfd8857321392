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
        select act_no, action, reason, document, dataset, finding, made_at, run_id, line
        from evidence.act where state in ('open', 'unclear') and ended_at is null and action <> 'none' order by act_no limit @limit
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
               (select count(*) from evidence.act where state = 'unclear' and ended_at is null and action <> 'none') as "Unclear"
        from owed
        """;
}
