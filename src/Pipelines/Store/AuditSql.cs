namespace CreditHub.Pipelines.Store;

/// <summary>The audit chain. One writer at a time: the lock ends with the transaction.</summary>
internal static class AuditSql
{
    public const string Lock = "select pg_advisory_xact_lock(hashtext('hub.audit'))";

    /// <summary>The last entry and the time of the next, by the server's clock.</summary>
    public const string Last = """
        select coalesce(max(seq), 0) as "Seq",
               coalesce((select hash from hub.audit order by seq desc limit 1), '') as "Hash",
               to_char(date_trunc('milliseconds', clock_timestamp()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "At"
        from hub.audit
        """;

    public const string Insert = """
        insert into hub.audit (seq, at, actor, role, action, object, outcome, detail, prev_hash, hash)
        values (@Seq, @At::timestamptz, @Actor, @Role, @Action, @Object, @Outcome, @Detail, @PrevHash, @Hash)
        """;

    public const string Chain = """
        select seq as "Seq", to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "At", actor as "Actor", role as "Role",
               action as "Action", object as "Object", outcome as "Outcome", detail as "Detail", prev_hash as "PrevHash", hash as "Hash"
        from evidence.audit order by seq
        """;
}
