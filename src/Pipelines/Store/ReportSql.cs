namespace CreditHub.Pipelines.Store;

/// <summary>Reports for people. They read the evidence views only: what a report shows, anyone can check.</summary>
internal static class ReportSql
{
    public const string Connectors = """
        with last as (select connector, max(run_id) as run_id from evidence.run group by connector),
             fresh as (select connector, max(ended_at) as fresh_at from evidence.run
                       where outcome in ('succeeded', 'zero_report', 'partial') and kind in ('scheduled', 'manual', 'full') group by connector),
             open as (select connector, count(distinct rejection_id) as quarantined from evidence.rejection where state = 'open' group by connector)
        select r.connector as "Connector", r.run_id as "RunId", r.kind as "Kind", r.outcome as "Outcome", r.message as "Message",
               r.started_at as "StartedAt", r.ended_at as "EndedAt", r.read as "Read", r.new + r.changed as "Stored", r.rejected as "Rejected",
               f.fresh_at as "FreshAt", coalesce(o.quarantined, 0) as "Quarantined"
        from last join evidence.run r using (connector, run_id)
        left join fresh f using (connector) left join open o using (connector)
        """;

    public const string Platforms = """
        with owed as (
               select platform, state, reason, created_at, due_on from evidence.outbox
               where state in ('pending', 'sending', 'unknown')),
             queue as (
               select platform, count(*) filter (where state = 'pending') as pending, count(*) filter (where state <> 'pending') as unknown,
                      min(created_at) as oldest_at, max(reason) as reason,
                      count(*) filter (where due_on < @today) as overdue, count(*) filter (where due_on between @today and @riskDay) as due_soon
               from owed group by platform),
             refusals as (select platform, count(*) as refused from evidence.outbox where state in ('refused', 'parked') group by platform),
             sent as (select distinct on (platform) platform, sent_at, outcome from evidence.attempt order by platform, sent_at desc),
             receipts as (
               select platform, count(*) filter (where state = 'awaited') as awaited, coalesce(sum(records) filter (where state = 'overdue'), 0) as receipts_overdue
               from evidence.receipt_due group by platform),
             withdrawals as (
               select platform, count(*) as withdrawals, min(created_at) as oldest_withdrawal_at,
                      case when bool_or(@today > coalesce(due_on, (created_at at time zone 'Asia/Shanghai')::date + 1)) then 'breach'
                           when @now - min(created_at) > interval '4 hours' then 'alarm' else 'running' end as clock
               from evidence.outbox
               where operation = 'WITHDRAW' and state in ('pending', 'sending', 'unknown', 'refused', 'parked') group by platform)
        select platform as "Platform", coalesce(pending, 0) as "Pending", coalesce(unknown, 0) as "Unknown", coalesce(refused, 0) as "Refused",
               oldest_at as "OldestAt", coalesce(overdue, 0) as "Overdue", coalesce(due_soon, 0) as "DueSoon", queue.reason as "Reason",
               sent_at as "LastSentAt", outcome as "LastOutcome", circuit as "Circuit", since as "CircuitSince", d.reason as "CircuitReason",
               coalesce(awaited, 0) as "AwaitedReceipts", coalesce(receipts_overdue, 0) as "OverdueReceipts",
               coalesce(withdrawals, 0) as "Withdrawals", oldest_withdrawal_at as "OldestWithdrawalAt", clock as "WithdrawalClock"
        from evidence.delivery d left join queue using (platform) left join refusals using (platform) left join sent using (platform)
        left join receipts using (platform) left join withdrawals using (platform)
        where d.dataset is null
        """;

    public const string DatasetDeliveries = """
        select platform as "Platform", dataset as "Dataset", edition as "Edition", circuit as "Circuit", since as "Since", reason as "Reason",
               packet_records as "PacketRecords", packet_bytes as "PacketBytes", told_at as "ToldAt"
        from evidence.delivery where dataset is not null order by platform, dataset, edition
        """;

    // The newest version says when the act was decided (a decision date may be corrected), the first one when we got it,
    // and the first acceptance of any version whether the platform had it in time.
    public const string Deadlines = """
        with decided as (
               select v.record_id, v.dataset, v.due_on from evidence.version v
               where v.dataset = any(@datasets) and v.decided_on between @from and @to and v.operation = 'PUBLISH'
                 and not exists (select 1 from evidence.version n where n.record_id = v.record_id and n.version > v.version)),
             act as (
               select d.*, (p.received_at at time zone 'Asia/Shanghai')::date as received_on, p.connector
               from decided d
               join evidence.version f on f.record_id = d.record_id and f.version = 1
               join evidence.payload p using (payload_id)),
             told as (
               select o.platform, o.record_id,
                      (min(o.settled_at) filter (where o.state = 'accepted' and o.operation = 'PUBLISH') at time zone 'Asia/Shanghai')::date as accepted_on,
                      bool_or(o.state in ('pending', 'sending', 'unknown', 'refused', 'parked')) as owed
               from evidence.outbox o where o.record_id in (select record_id from act)
               group by o.platform, o.record_id),
             judged as (
               select a.dataset, a.connector, t.platform,
                      case when t.accepted_on is null and not t.owed then 'not_owed'
                           when a.due_on is null then 'unknown'
                           when t.accepted_on <= a.due_on then 'kept'
                           when a.received_on > a.due_on then 'late_supplied'
                           when t.accepted_on > a.due_on then 'late_delivered'
                           when a.due_on < @today then 'overdue'
                           when a.due_on <= @riskDay then 'at_risk'
                           else 'open' end as state
               from act a join told t using (record_id))
        select dataset as "Dataset", connector as "Connector", platform as "Platform", count(*) as "Acts",
               count(*) filter (where state = 'kept') as "Kept", count(*) filter (where state = 'late_supplied') as "LateSupplied",
               count(*) filter (where state = 'late_delivered') as "LateDelivered", count(*) filter (where state = 'overdue') as "Overdue",
               count(*) filter (where state = 'at_risk') as "AtRisk", count(*) filter (where state = 'open') as "Open",
               count(*) filter (where state = 'unknown') as "Unknown", count(*) filter (where state = 'not_owed') as "NotOwed"
        from judged group by dataset, connector, platform order by dataset, connector, platform
        """;

    public const string Run = """
        select run_id as "RunId", connector as "Connector", kind as "Kind", started_at as "StartedAt", ended_at as "EndedAt",
               outcome as "Outcome", message as "Message", read as "Read", new as "New", changed as "Changed", unchanged as "Unchanged",
               duplicate as "Duplicate", excluded as "Excluded", rejected as "Rejected", withdrawn as "Withdrawn", declared as "Declared"
        from evidence.run where run_id = @runId
        """;

    // A row that breaks many rules has many lines here: enough are read for the rows asked for.
    public const string Rejections = """
        select j.rejection_id as "RejectionId", j.connector as "Connector", j.dataset as "Dataset", j.run_id as "RunId", p.name as "Payload",
               j.location as "Location", j.raised_at as "RaisedAt", j.due_on as "DueOn", j.record_id as "RecordId",
               j.rule as "Rule", j.field as "Field", j.reason as "Reason"
        from evidence.rejection j join evidence.payload p using (payload_id)
        where j.state = 'open' and (@connector::text is null or j.connector = @connector)
        order by j.payload_id desc, j.line
        limit @limit * 20
        """;

    public const string RejectionCount = """
        select count(distinct rejection_id) from evidence.rejection
        where state = 'open' and (@connector::text is null or connector = @connector)
        """;

    public const string RecordsOfSubject = """
        select distinct record_id from evidence.version
        where subject_id = any(array(select @subject::text union select k.key from evidence.subject_key c join evidence.subject_key k using (subject_no) where c.key in (@subject, 'REG:' || @subject, 'ORG:' || @subject, 'TAX:' || @subject)))
        order by record_id limit @limit
        """;

    public const string RecordsOfReceipt = """
        select distinct record_id from evidence.outbox where receipt_no = @receipt order by record_id limit @limit
        """;

    public const string Versions = """
        select v.record_id as "RecordId", v.dataset as "Dataset", v.edition as "Edition", v.version as "Version", v.operation as "Operation",
               v.reason as "Reason", v.subject_id as "SubjectId", v.disclosure as "Disclosure", v.stored_at as "StoredAt",
               v.decided_on as "DecidedOn", v.due_on as "DueOn", v.content_hash as "ContentHash", v.content::text as "Json",
               v.run_id as "RunId", r.connector as "Connector", p.name as "Payload", p.sha256 as "PayloadSha256", p.received_at as "ReceivedAt",
               v.line as "Line", w.location as "Location", v.author as "Author", v.payload_id as "PayloadId",
               v.notes ->> 'repairs' as "RepairsJson"
        from evidence.version v
        left join evidence.run r using (run_id)
        left join evidence.payload p using (payload_id)
        left join lateral (select location from evidence.row w
                           where w.run_id = v.run_id and w.payload_id = v.payload_id and w.line = v.line and w.record_id = v.record_id limit 1) w on true
        where v.record_id = any(@ids)
        order by v.record_id, v.version
        """;

    public const string Contents = """
        select record_id as "RecordId", dataset as "Dataset", edition as "Edition", subject_id as "SubjectId", content::text as "Json"
        from evidence.version where record_id = any(@ids) and content is not null
        """;

    public const string Deliveries = """
        select o.record_id as "RecordId", o.platform as "Platform", o.version as "Version", o.operation as "Operation", o.state as "State",
               o.reason as "Reason", o.packet_id as "PacketId", o.first_sent_at as "FirstSentAt", o.settled_at as "SettledAt",
               o.receipt_no as "ReceiptNo", o.code as "Code", o.field as "Field", o.message as "Message",
               (select count(*) from evidence.attempt a where a.packet_id = o.packet_id) as "Attempts"
        from evidence.outbox o where o.record_id = any(@ids)
        order by o.record_id, o.version, o.platform
        """;

    public const string Placements = """
        select record_id as "RecordId", platform as "Platform", version as "Version", state as "State", since as "Since"
        from evidence.placement where record_id = any(@ids) order by record_id, platform
        """;

    public const string LastVersions = """
        select distinct on (record_id) record_id, content_hash, operation
        from evidence.version where record_id = any(@ids) order by record_id, version desc
        """;
}
