namespace CreditHub.Pipelines.Store.Effects;

/// <summary>Records that a snapshot no longer brings.</summary>
internal static class AbsenceSql
{
    public const string Present = "create temp table present (record_id text collate \"C\" not null) on commit drop";

    private const string Held =
        """
        from hub.head h
        join hub.record_version v on v.version_no = h.version_no
        join hub.payload p on p.payload_id = v.payload_id and p.connector = @connector
        where h.operation = 'P' and v.act_no is null
        """;

    public const string Count = $"select count(*) {Held}";

    public const string Records = $"select h.record_no {Held} and not exists (select 1 from present x where x.record_id = h.record_id) limit @most";
}
