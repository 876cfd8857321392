namespace CreditHub.Pipelines.Store.Feeds;

/// <summary>Feeds and their silences.</summary>
internal static class FeedSql
{
    public const string Facts = """
        select connector as "Connector", known_since as "KnownSince", last_run_at as "LastRunAt", last_rows_at as "LastRowsAt", last_news_at as "LastNewsAt",
               last_zero_report_at as "LastZeroReportAt", last_empty_at as "LastEmptyAt"
        from evidence.feed
        """;

    public const string Corrections = """
        select connector, count(distinct rejection_id), min(due_on) from evidence.rejection where state = 'open' group by connector
        """;

    public const string Record = """
        with wanted as (select * from unnest(@connectors::text[], @kinds::text[], @since::timestamptz[], @due::date[]) w (connector, kind, since, due_on)),
             closed as (update hub.silence s set closed_at = clock_timestamp()
                        where closed_at is null and not exists (select 1 from wanted w where w.connector = s.connector and w.kind = s.kind))
        insert into hub.silence (connector, kind, since, due_on)
        select connector, kind, since, due_on from wanted
        on conflict (connector, kind) where closed_at is null do nothing
        returning connector, kind
        """;
}
